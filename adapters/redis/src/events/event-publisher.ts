import { randomUUID } from "node:crypto";
import type { Logger, TaskEvent } from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";

export type PublisherOptions = {
  readonly stream: string;
  readonly logger: Logger;
  readonly connection: RedisConnection;
};

/** About so many entries are kept in the stream: who is further behind reads the store. */
const maxEntries = 10_000;
/** The stream goes when nothing has been published for about so long; it is told so now and then. */
const keepMs = 3_600_000;
const keepAgainMs = 60_000;
/** So much goes into one entry. */
const maxGroupsPerEntry = 200;
/** What is more than that, while Redis is slow or away, is not relayed. */
const maxBufferedBytes = 8_000_000;

/**
 * Writes events to the stream: what comes while something is being written goes together. Entries are numbered, those that
 * were lost included, so that whoever reads knows of gaps.
 */
export class EventPublisher {
  /** Tells the entries of this process from those of others. */
  readonly source: string = randomUUID().slice(0, 13);
  readonly #options: PublisherOptions;
  /** Keys and their events as JSON, alternately. */
  #buffer: string[] = [];
  #bufferedBytes = 0;
  #number = 0;
  #underWay: Promise<void> | undefined;
  /** By the monotonic clock: when the stream was last told how long it is kept. */
  #keptAtMs = Number.NEGATIVE_INFINITY;
  #isWell = true;

  constructor(options: PublisherOptions) {
    this.#options = options;
  }

  publish(key: string, events: readonly TaskEvent[]): void {
    const text = JSON.stringify(events);
    this.#bufferedBytes += text.length;
    if (this.#bufferedBytes > maxBufferedBytes) this.#drop();
    else this.#buffer.push(key, text);
    this.#underWay ??= new Promise((resolve) => setImmediate(() => void this.#write().then(resolve)));
  }

  /** Resolves when what was published has been written, or could not be. */
  async close(): Promise<void> {
    await this.#underWay;
  }

  #drop(): void {
    this.#buffer = [];
    this.#bufferedBytes = 0;
    // The number that is left out tells of it.
    this.#number += 1;
  }

  async #write(): Promise<void> {
    while (this.#buffer.length > 0) {
      const part = this.#buffer.splice(0, 2 * maxGroupsPerEntry);
      if (this.#buffer.length === 0) this.#bufferedBytes = 0;
      this.#number += 1;
      try {
        await this.#append(part);
        this.#isWell = true;
      } catch (error) {
        if (this.#isWell) this.#options.logger.warn({ err: error }, "Events are not relayed; followers read the store");
        this.#isWell = false;
      }
    }
    this.#bufferedBytes = 0;
    this.#underWay = undefined;
  }

  #append(part: readonly string[]): Promise<unknown> {
    const { stream, connection } = this.#options;
    const from = `${this.source}/${this.#number}`;
    return connection.run(async (client) => {
      await client.xadd(stream, "MAXLEN", "~", maxEntries, "*", "from", from, ...part);
      const nowMs = performance.now();
      if (nowMs - this.#keptAtMs < keepAgainMs) return;
      await client.pexpire(stream, keepMs);
      this.#keptAtMs = nowMs;
    });
  }
}
