import type { Clock } from "#contracts/clock.ts";

export type ManualClockOptions = {
  /** What `now()` shows at first, in milliseconds since 1970. @default 2026-01-01T00:00:00Z */
  readonly startAt?: number;
};

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Timers that wait, for tests that look for leaks. */
  readonly pendingTimers: number;
  /** Moves time on and runs what falls due meanwhile, in order of time and then of scheduling, each at its own moment. */
  advance(ms: number): void;
  /** As `advance`, but lets promises settle before, between and after the callbacks. */
  advanceAndSettle(ms: number): Promise<void>;
}

type Timer = { readonly dueMs: number; readonly callback: () => void };

export function createManualClock(options: ManualClockOptions = {}): ManualClock {
  const { startAt = Date.UTC(2026, 0, 1) } = options;
  const timers = new Set<Timer>();
  let elapsedMs = 0;

  const runNext = (untilMs: number): boolean => {
    let next: Timer | undefined;
    for (const timer of timers) if (timer.dueMs <= untilMs && !(next && next.dueMs <= timer.dueMs)) next = timer;
    if (!next) return false;
    timers.delete(next);
    elapsedMs = Math.max(elapsedMs, next.dueMs);
    next.callback();
    return true;
  };
  const schedule = (callback: () => void, ms: number): (() => void) => {
    const timer = { dueMs: elapsedMs + Math.max(0, ms), callback };
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    get pendingTimers() {
      return timers.size;
    },
    now: () => startAt + elapsedMs,
    monotonicMs: () => elapsedMs,
    schedule,
    scheduleIdle: (callback, ms) => ({ cancel: schedule(callback, ms), keepAlive: () => {} }),
    advance(ms) {
      const untilMs = elapsedMs + ms;
      while (runNext(untilMs));
      elapsedMs = Math.max(elapsedMs, untilMs);
    },
    async advanceAndSettle(ms) {
      const untilMs = elapsedMs + ms;
      do await settle();
      while (runNext(untilMs));
      elapsedMs = Math.max(elapsedMs, untilMs);
      await settle();
    },
  };
}

/** One turn of the event loop: whatever promises are ready have run by then. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
