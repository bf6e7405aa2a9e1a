import type { Database } from "#adapters/sqlite/database.ts";
import type { IdleTimer } from "#contracts/clock.ts";
import type { ConsumeOptions, QueueConsumer } from "#contracts/task-queue.ts";
import { LiveMap } from "#primitives/live-map.ts";
import type { QueueItems, TakenItem } from "./queue-items.ts";

export type ConsumerParts = {
  readonly database: Database;
  readonly items: QueueItems;
  readonly leaseMs: number;
};

const pauseAfterTroubleMs = 1_000;

/** Takes items of one lane and has them handled, as many at once as it may. */
export class EmbeddedConsumer implements QueueConsumer {
  readonly #parts: ConsumerParts;
  readonly #options: ConsumeOptions;
  readonly #active = new LiveMap<TakenItem>();
  readonly #underWay = new LiveMap<Promise<void>>();
  #taking: Promise<void> | undefined;
  #wantsMore = false;
  #isClosed = false;
  #wakeTimer: IdleTimer | undefined;
  #heartbeat: IdleTimer | undefined;

  constructor(parts: ConsumerParts, options: ConsumeOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  /** Items may have come. */
  readonly wake = (): void => {
    this.#wantsMore = true;
    if (!this.#taking && !this.#isClosed && this.#free > 0) this.#taking = this.#takeWhileThereAre();
  };

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeTimer?.cancel();
    // What is being taken just now is handled still.
    await this.#taking;
    await Promise.all(this.#underWay.values());
    this.#heartbeat?.cancel();
  }

  async #takeWhileThereAre(): Promise<void> {
    try {
      while (this.#wantsMore && !this.#isClosed && this.#free > 0) {
        this.#wantsMore = false;
        await this.#takeSome();
      }
    } catch (error) {
      this.#parts.database.logger.warn({ err: error, lane: this.#options.lane }, "Could not take tasks from the queue");
      this.#wakeIn(pauseAfterTroubleMs);
    } finally {
      this.#taking = undefined;
    }
  }

  get #free(): number {
    return this.#options.concurrency - this.#active.size;
  }

  async #takeSome(): Promise<void> {
    const { database, items } = this.#parts;
    const { lane } = this.#options;
    const { isReady, nextAt } = await database.read(() => items.outlook(lane));
    if (!isReady) {
      if (nextAt !== null) this.#wakeIn(nextAt - database.clock.now());
      return;
    }
    const count = this.#free;
    const taken = await database.write(() => items.take(lane, count), { quiet: true });
    // There may be more, in line or due by now; when there is nothing it ends with the next look.
    this.#wantsMore = true;
    for (const item of taken) this.#start(item);
    if (taken.length > 0) this.#beat();
  }

  #start(item: TakenItem): void {
    const id = idOf(item);
    this.#active.set(id, item);
    this.#underWay.set(
      id,
      this.#handle(item).finally(() => this.#underWay.delete(id)),
    );
  }

  async #handle(item: TakenItem): Promise<void> {
    const { database, items } = this.#parts;
    let finish = items.done;
    try {
      await this.#options.handle(item.key);
    } catch (error) {
      finish = items.failed;
      database.logger.warn({ err: error, task: item.key }, "A task could not be run; it is tried again later");
    }
    try {
      const written = database.write(() => finish(item), { quiet: true });
      this.#active.delete(idOf(item));
      this.wake();
      await written;
      // It may be its turn again.
      this.wake();
    } catch (error) {
      database.logger.warn({ err: error, task: item.key }, "A task could not be taken from the queue; it comes again");
    }
  }

  #wakeIn(ms: number): void {
    this.#wakeTimer?.cancel();
    if (!this.#isClosed) this.#wakeTimer = this.#parts.database.clock.scheduleIdle(this.wake, Math.max(1, ms));
  }

  /** Says that the items are still being handled, as long as there are any. */
  #beat(): void {
    const { database, items, leaseMs } = this.#parts;
    this.#heartbeat ??= database.clock.scheduleIdle(() => {
      this.#heartbeat = undefined;
      if (this.#active.size === 0) return;
      this.#beat();
      database
        .write(() => items.keep(this.#active.values()), { quiet: true })
        .catch((error: unknown) => {
          database.logger.warn({ err: error }, "Could not say that tasks are being handled");
        });
    }, leaseMs / 3);
  }
}

function idOf({ no, takes }: TakenItem): string {
  return `${no}/${takes}`;
}
