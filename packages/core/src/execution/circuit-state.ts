import type { Clock } from "#contracts/clock.ts";
import { OperationFailedError } from "#contracts/errors.ts";
import type { CircuitBreaker } from "#contracts/operation.ts";

export type CircuitOptions = CircuitBreaker & { readonly spec: string; readonly clock: Clock };

/** Counts failures in a row; after too many it refuses calls for a while, then lets one through to try. */
export class CircuitState {
  readonly #options: CircuitOptions;
  #failures = 0;
  #openUntilMs = 0;
  #trying = false;

  constructor(options: CircuitOptions) {
    this.#options = options;
  }

  /** @throws E003 with `details.reason` "circuit_open" while calls are refused */
  enter(): void {
    const { failures, clock, spec } = this.#options;
    if (this.#failures < failures) return;
    const waitMs = this.#openUntilMs - clock.monotonicMs();
    if (waitMs <= 0 && !this.#trying) {
      this.#trying = true;
      return;
    }
    const retryAfterMs = Math.max(0, Math.ceil(waitMs));
    throw new OperationFailedError(
      `${spec} is not run: it failed ${this.#failures} times in a row, and is tried again in ${retryAfterMs} ms`,
      { details: { reason: "circuit_open", retryAfterMs } },
    );
  }

  leave(ok: boolean): void {
    this.#trying = false;
    if (ok) {
      this.#failures = 0;
      return;
    }
    this.#failures += 1;
    this.#openUntilMs = this.#options.clock.monotonicMs() + this.#options.resetMs;
  }

  /** The call ended without telling anything about the operation, for example by a cancellation. */
  withdraw(): void {
    this.#trying = false;
  }
}
