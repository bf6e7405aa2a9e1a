import { checkSlots } from "#adapters/limits/check-limits.ts";
import { WaitingLine } from "#adapters/waiting-line.ts";
import type { ConcurrencyLimiter, PermitOptions } from "#contracts/rate-limiter.ts";

export type ConcurrencyLimiterOptions = {
  /** How many may run at once. */
  readonly slots: number;
  /** @default 10_000 */
  readonly maxWaiting?: number;
};

/**
 * Counts slots. A slot that is given back goes straight to whoever waits next, so nobody overtakes the line. Whoever was
 * given a slot gives it back, also when cancelled before making use of it.
 *
 * @throws ValidationError (E001) when `slots` is not a whole number above 0
 */
export function createConcurrencyLimiter(options: ConcurrencyLimiterOptions): ConcurrencyLimiter {
  return new Slots(options);
}

class Slots implements ConcurrencyLimiter {
  readonly #slots: number;
  readonly #line: WaitingLine;
  #free: number;

  constructor({ slots, maxWaiting = 10_000 }: ConcurrencyLimiterOptions) {
    checkSlots(slots);
    this.#slots = slots;
    this.#free = slots;
    this.#line = new WaitingLine({ maxWaiting, limit: `one of ${slots} slots to run in` });
  }

  get free(): number {
    return this.#free;
  }

  get waiting(): number {
    return this.#line.size;
  }

  tryAcquire(): boolean {
    // Nobody waits while a slot is free, since `release` hands slots on.
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  acquire(options: PermitOptions): Promise<void> {
    if (options.cancellation?.reason === undefined && this.tryAcquire()) return Promise.resolve();
    return this.#line.join(options);
  }

  release(): void {
    if (this.#line.admitNext()) return;
    if (this.#free === this.#slots) throw new Error(`All ${this.#slots} slots are free: one was released twice`);
    this.#free += 1;
  }
}
