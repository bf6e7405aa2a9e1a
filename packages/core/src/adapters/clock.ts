import { performance } from "node:perf_hooks";
import type { Clock, IdleTimer } from "#contracts/clock.ts";

/** Longer waits overflow Node's timers, which then fire at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/**
 * The machine's time. Timers count whole milliseconds, rounded up, and may fire a fraction of one early by
 * `monotonicMs`: who needs the exact moment looks at the clock again.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  schedule: (callback, ms) => startTimer(callback, ms, true).cancel,
  scheduleIdle: (callback, ms, beforeExit) => {
    const timer = startTimer(
      () => {
        stopAsking();
        callback();
      },
      ms,
      false,
    );
    const stopAsking = beforeExit ? askBeforeExit(() => beforeExit(timer)) : () => {};
    return {
      cancel: () => {
        stopAsking();
        timer.cancel();
      },
      keepAlive: timer.keepAlive,
    };
  },
};

function startTimer(callback: () => void, ms: number, keepsAlive: boolean): IdleTimer {
  let timer: NodeJS.Timeout;
  const wait = (leftMs: number): void => {
    const part = Math.min(leftMs, longestTimeoutMs);
    timer = setTimeout(() => (leftMs > part ? wait(leftMs - part) : callback()), part);
    if (!keepsAlive) timer.unref();
  };
  wait(Math.max(0, Math.ceil(ms)));
  return {
    cancel: () => clearTimeout(timer),
    keepAlive(on) {
      keepsAlive = on;
      if (on) timer.ref();
      else timer.unref();
    },
  };
}

const asked = new Set<() => void>();

/** Has a function called whenever the process is about to end because nothing is left to do. One listener serves all. */
function askBeforeExit(ask: () => void): () => void {
  if (asked.size === 0) process.on("beforeExit", askAll);
  asked.add(ask);
  return () => {
    asked.delete(ask);
    if (asked.size === 0) process.off("beforeExit", askAll);
  };
}

function askAll(): void {
  for (const ask of asked) ask();
}
