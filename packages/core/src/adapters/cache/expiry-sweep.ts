import type { Clock, IdleTimer } from "#contracts/clock.ts";

const leastGapMs = 1_000;

/** Removes what has expired and tells when the next entry will; Infinity when none does. */
export type RemoveExpired = (nowMs: number) => number;

/**
 * Frees expired entries with at most one timer and one sweep a second. The timer keeps neither the process nor a
 * forgotten cache alive.
 */
export class ExpirySweep {
  readonly #clock: Clock;
  readonly #removeExpired: RemoveExpired;
  readonly #self: WeakRef<ExpirySweep> = new WeakRef(this);
  #timer: IdleTimer | undefined;
  #plannedAtMs = Number.POSITIVE_INFINITY;
  #notBeforeMs = 0;

  constructor(clock: Clock, removeExpired: RemoveExpired) {
    this.#clock = clock;
    this.#removeExpired = removeExpired;
  }

  /** Sees to it that an entry is freed after this moment of monotonic time. */
  planFor(expiresAtMs: number): void {
    const atMs = Math.max(expiresAtMs, this.#notBeforeMs);
    if (atMs >= this.#plannedAtMs) return;
    this.#timer?.cancel();
    this.#plannedAtMs = atMs;
    this.#timer = startTimer(this.#clock, this.#self, atMs - this.#clock.monotonicMs());
  }

  cancel(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#plannedAtMs = Number.POSITIVE_INFINITY;
  }

  run(): void {
    this.cancel();
    const nowMs = this.#clock.monotonicMs();
    this.#notBeforeMs = nowMs + leastGapMs;
    this.planFor(this.#removeExpired(nowMs));
  }
}

/** Stands outside the class so that the timer's callback holds the weak reference and nothing else. */
function startTimer(clock: Clock, sweep: WeakRef<ExpirySweep>, ms: number): IdleTimer {
  return clock.scheduleIdle(() => sweep.deref()?.run(), ms);
}
