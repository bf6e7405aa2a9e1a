import type { Logger } from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";

/** An entry of the stream: who wrote it, the number he gave it, and keys with their events as JSON, alternately. */
export type RelayedEntry = { readonly source: string; readonly number: number; readonly groups: readonly string[] };

export type ReaderOptions = {
  readonly stream: string;
  readonly logger: Logger;
  readonly connection: RedisConnection;
  heard(entry: RelayedEntry): void;
  /** Entries may have been missed: what is written from now on is heard. */
  missed(): void;
};

const blockMs = 5_000;
const pageEntries = 200;
const pauseAfterTroubleMs = 200;

/** Reads the stream as long as it is wanted, on a connection of its own. */
export class EventReader {
  readonly #options: ReaderOptions;
  readonly #client: ReturnType<RedisConnection["duplicate"]>;
  /** The last entry that was read; undefined as long as it is not known where to begin. */
  #position: string | undefined;
  #isWanted = false;
  #reading: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#client = options.connection.duplicate();
    this.#client.on("close", () => {
      this.#position = undefined;
    });
  }

  /** Whether what is written is heard. */
  get isReading(): boolean {
    return this.#isWanted && this.#position !== undefined;
  }

  start(): void {
    this.#isWanted = true;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
      if (this.#isWanted && !this.#isClosed) this.start();
    });
  }

  /** It ends with what it is waiting for; whoever starts it before that goes on where it is. */
  stop(): void {
    this.#isWanted = false;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    // What waits for a connection that is not there is never told that it will not come.
    const isConnected = this.#client.status === "ready";
    this.#client.disconnect();
    if (isConnected) await this.#reading;
  }

  async #read(): Promise<void> {
    this.#position = undefined;
    while (this.#isWanted && !this.#isClosed) {
      try {
        await this.#readOn();
      } catch (error) {
        this.#position = undefined;
        if (this.#isClosed) return;
        this.#options.logger.debug({ err: error }, "Events could not be read from the relay");
        await new Promise((resolve) => setTimeout(resolve, pauseAfterTroubleMs));
      }
    }
    this.#position = undefined;
  }

  async #readOn(): Promise<void> {
    const { stream, heard, missed } = this.#options;
    let from = this.#position;
    if (from === undefined) {
      const [last] = await this.#client.xrevrange(stream, "+", "-", "COUNT", 1);
      from = last?.[0] ?? "0-0";
      this.#position = from;
      missed();
    }
    const answer = await this.#client.xread("COUNT", pageEntries, "BLOCK", blockMs, "STREAMS", stream, from);
    for (const [id, fields] of answer?.[0]?.[1] ?? []) {
      // A connection that was lost meanwhile has it begin anew.
      if (this.#position !== undefined) this.#position = id;
      const [source = "", number = ""] = (fields[1] ?? "").split("/");
      heard({ source, number: Number(number), groups: fields.slice(2) });
    }
  }
}
