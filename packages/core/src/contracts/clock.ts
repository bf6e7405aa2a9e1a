/** Where time comes from, so that tests need no luck. */
export interface Clock {
  /** Moments for people and files: milliseconds since 1970. */
  now(): number;
  /** Monotonic milliseconds, for measuring and for deadlines. */
  monotonicMs(): number;
  /** Calls back once after `ms`; the returned function takes it back. Keeps the process alive while pending. */
  schedule(callback: () => void, ms: number): () => void;
  /**
   * As `schedule`, for a timer that is left running between uses and does not keep the process alive. `beforeExit` is
   * called when nothing else does: it may say that the process must live for the timer.
   */
  scheduleIdle(callback: () => void, ms: number, beforeExit?: (timer: IdleTimer) => void): IdleTimer;
}

/** A timer that `scheduleIdle` set. */
export interface IdleTimer {
  cancel(): void;
  /** Whether the process is kept alive for it. False at first. */
  keepAlive(on: boolean): void;
}
