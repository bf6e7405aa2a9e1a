import { randomUUID } from "node:crypto";
import type { Clock, IdleTimer, Logger } from "@aiecs/core";
import { Client } from "pg";
import type { Address } from "./address.ts";
import type { Job } from "./statement.ts";

export type ChangeWatchOptions = { readonly address: Address; readonly clock: Clock; readonly logger: Logger };

/** A connection that is silent may be dead: so often it is asked, and listeners are called in case word was lost. */
const beatMs = 5_000;
const silenceMs = 3_000;
const reconnectMs = 250;

const notify = { name: "notify", text: "SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)" };

/**
 * Tells listeners of changes: at once of this process's, and of those of others by a connection of its own that hears
 * of them. It is there while somebody listens; when it broke, listeners are called once there is another.
 */
export class ChangeWatch {
  readonly #options: ChangeWatchOptions;
  readonly #listeners = new Set<() => void>();
  /** Tells the words of this process from those of others. */
  readonly #self: string = randomUUID();
  #client: Client | undefined;
  #timer: IdleTimer | undefined;

  constructor(options: ChangeWatchOptions) {
    this.#options = options;
  }

  add(listener: () => void): () => void {
    // Wrapped, so that a function given twice is two listeners.
    const own = () => listener();
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#connect();
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) void this.close();
    };
  }

  /** Calls the listeners of this process. */
  tell(): void {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        this.#options.logger.error({ err: error }, "A listener to changes of tasks threw");
      }
    }
  }

  /** Tells other processes. */
  async announce(connected: <T>(job: Job<T>) => Promise<T>): Promise<void> {
    await connected((query) => query(notify, [this.#options.address.schema, this.#self]));
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#timer?.cancel();
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  #connect(): void {
    const { address } = this.#options;
    const client = new Client({ ...address.config, query_timeout: silenceMs });
    this.#client = client;
    client.on("error", (error) => this.#reconnectLater(client, error));
    client.on("notification", ({ payload }) => {
      if (payload !== this.#self) this.tell();
    });
    void this.#listen(client).catch((error: unknown) => this.#reconnectLater(client, error));
  }

  async #listen(client: Client): Promise<void> {
    await client.connect();
    await client.query(`LISTEN ${this.#options.address.schema}`);
    if (this.#client !== client) return;
    // What changed before is not told.
    this.tell();
    this.#beatLater(client);
  }

  #beatLater(client: Client): void {
    this.#timer = this.#options.clock.scheduleIdle(() => {
      client.query("SELECT").then(
        () => {
          if (this.#client !== client) return;
          this.tell();
          this.#beatLater(client);
        },
        (error: unknown) => this.#reconnectLater(client, error),
      );
    }, beatMs);
  }

  #reconnectLater(client: Client, error: unknown): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#timer?.cancel();
    this.#options.logger.debug({ err: error }, "No changes are heard of; connecting again");
    // It is broken: there is nobody to take leave of.
    client.end().catch(() => {});
    this.#timer = this.#options.clock.scheduleIdle(() => this.#connect(), reconnectMs);
  }
}
