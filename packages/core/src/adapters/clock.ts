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
  schedule: (callback, ms) => startTimer(callback, ms).cancel,
  scheduleIdle: startTimer,
};

function startTimer(callback: () => void, ms: number): IdleTimer {
  let timer: NodeJS.Timeout;
  let keepsAlive = true;
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
