import { OverloadedError } from "#contracts/errors.ts";
import type { PermitOptions } from "#contracts/rate-limiter.ts";
import { FairQueue, type QueuePlace } from "#primitives/fair-queue.ts";

export type WaitingLineOptions = {
  /** How many may wait, those not counted that need not be. */
  readonly maxWaiting: number;
  /** What is waited for, as error messages name it. */
  readonly limit: string;
  /** Called when the last one leaves the line without having been admitted. */
  readonly onDeserted?: (() => void) | undefined;
};

type Waiter = {
  readonly admit: () => void;
  readonly refuse: (reason: Error) => void;
  readonly bounded: boolean;
  forgetCancellation: (() => void) | undefined;
};

/** Where calls wait for a limit: in turn by user, each free to leave at any moment. */
export class WaitingLine {
  readonly #options: WaitingLineOptions;
  readonly #queue = new FairQueue<Waiter>();
  #boundedCount = 0;

  constructor(options: WaitingLineOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#queue.size;
  }

  /** Resolves when admitted. @throws the cancellation's reason, at once; OverloadedError when the line is full */
  join({ userId, cancellation, bounded = true }: PermitOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      if (cancellation?.reason) throw cancellation.reason;
      if (bounded) this.#countIn();
      const waiter: Waiter = { admit: resolve, refuse: reject, bounded, forgetCancellation: undefined };
      const place = this.#queue.push(userId, waiter);
      waiter.forgetCancellation = cancellation?.onCancel((reason) => {
        this.#leave(place);
        reject(reason);
      });
    });
  }

  /** Lets the next one through. Whether there was one. */
  admitNext(): boolean {
    const waiter = this.#queue.shift();
    if (!waiter) return false;
    if (waiter.bounded) this.#boundedCount -= 1;
    waiter.forgetCancellation?.();
    waiter.admit();
    return true;
  }

  /** Lets nobody through: all who wait are refused for that reason. */
  refuseAll(reason: Error): void {
    for (let waiter = this.#queue.shift(); waiter; waiter = this.#queue.shift()) {
      if (waiter.bounded) this.#boundedCount -= 1;
      waiter.forgetCancellation?.();
      waiter.refuse(reason);
    }
  }

  #countIn(): void {
    const { maxWaiting, limit } = this.#options;
    if (this.#boundedCount >= maxWaiting) {
      throw new OverloadedError(
        `Too many calls wait for ${limit} (${maxWaiting}, the most allowed). Call again later, or raise max_queue`,
        { details: { waiting: this.#boundedCount, max_waiting: maxWaiting } },
      );
    }
    this.#boundedCount += 1;
  }

  #leave(place: QueuePlace<Waiter>): void {
    if (!this.#queue.remove(place)) return;
    if (place.item.bounded) this.#boundedCount -= 1;
    if (this.#queue.size === 0) this.#options.onDeserted?.();
  }
}
