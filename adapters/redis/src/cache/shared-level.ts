import type { CacheTag, Clock, Logger } from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";
import { Availability } from "./availability.ts";
import { clearGeneration, endLead, readEntry, renewLead, takeLead, writeEntry } from "./cache-scripts.ts";
import type { HeldLead } from "./leads.ts";
import { namesOf, type TagNames, toText } from "./tag-names.ts";
import { fromBytes } from "./value-bytes.ts";

export type SharedLevelOptions = {
  readonly connection: RedisConnection;
  readonly logger: Logger;
  readonly clock: Clock;
  /** What keys and channels begin with. */
  readonly prefix: string;
  readonly timeoutMs: number;
  readonly leaseMs: number;
};

export type SharedEntry = { readonly value: unknown; readonly ttlS: number; readonly tag: TagNames };

/** What Redis said to one who wants to work for a key. */
export type LeadAnswer = SharedEntry | "lead" | "alone" | { readonly waitMs: number };

/** Entries that never expire would fill a Redis that must not throw anything out. */
const longestTtlS = 7 * 24 * 3_600;
const mostPending = 100;
/** How long equal calls do not wait for each other once a result turned out not to be shareable. */
const aloneMs = 60_000;

/** The level in Redis. Nothing here throws: what fails is a miss, is said once, and is left alone for a while. */
export class SharedLevel {
  readonly #options: SharedLevelOptions;
  readonly #reading: Availability;
  readonly #writing: Availability;
  /** Clearings that Redis does not know of yet; until it does, nothing is read. */
  #pending = new Map<string, TagNames>();
  #saidBroken = false;

  constructor(options: SharedLevelOptions) {
    this.#options = options;
    const { clock, logger, timeoutMs } = options;
    const availability = (what: string): Availability =>
      new Availability({
        clock,
        logger,
        timeoutMs,
        failed: `The cache in Redis cannot be ${what}; results are reused within this process meanwhile`,
        recovered: `The cache in Redis can be ${what} again`,
      });
    this.#reading = availability("read");
    this.#writing = availability("written");
  }

  /** Whether reading is worth a promise. */
  get isReadable(): boolean {
    return this.#reading.isLikely;
  }

  async read(key: string): Promise<SharedEntry | undefined> {
    if (!(await this.#catchUp())) return undefined;
    const reply = await this.#reading.attempt(() =>
      this.#options.connection.run((client) => readEntry(client, [this.#entry(key)], [this.#generations])),
    );
    return this.#toEntry(reply);
  }

  async write(
    key: string,
    bytes: Buffer,
    { ttlS, tag, lead }: { readonly ttlS: number; readonly tag: TagNames; readonly lead: HeldLead | undefined },
  ): Promise<void> {
    if (!(await this.#catchUp())) return;
    const ttlMs = Math.ceil(Math.min(ttlS > 0 ? ttlS : longestTtlS, longestTtlS) * 1_000);
    const token = lead?.token ?? "";
    const args = [this.#generations, bytes, tag.tool, tag.userId, ttlMs, token, this.doneChannel, key];
    await this.#writing.attempt(async () => {
      await this.#options.connection.run((client) => writeEntry(client, [this.#entry(key), this.#lead(key)], args));
      if (lead) lead.ended = true;
    });
  }

  async takeLead(lead: HeldLead): Promise<LeadAnswer> {
    if (!(await this.#catchUp())) return "alone";
    const keys = [this.#entry(lead.key), this.#lead(lead.key)];
    const args = [this.#generations, lead.token, this.#options.leaseMs];
    const reply = await this.#writing.attempt(() =>
      this.#options.connection.run((client) => takeLead(client, keys, args)),
    );
    if (!Array.isArray(reply)) return "alone";
    if (reply[0] === 3) return { waitMs: Number(reply[1]) };
    return reply[0] === 2 ? "lead" : (this.#toEntry(reply) ?? "alone");
  }

  async endLead(lead: HeldLead): Promise<void> {
    const args = [lead.token, this.doneChannel, lead.key, lead.alone ? aloneMs : 0];
    await this.#writing.attempt(() =>
      this.#options.connection.run((client) => endLead(client, [this.#lead(lead.key)], args)),
    );
  }

  async renew(leads: readonly HeldLead[]): Promise<void> {
    await this.#writing.attempt(() =>
      Promise.all(
        leads.map(({ key, token }) =>
          this.#options.connection.run((client) =>
            renewLead(client, [this.#lead(key)], [token, this.#options.leaseMs]),
          ),
        ),
      ),
    );
  }

  /** Resolves also when Redis is away: it is told when it is back, and not read before. */
  async clear(match: CacheTag): Promise<void> {
    const names = namesOf(match);
    if (this.#pending.size >= mostPending) this.#pending = new Map([["", namesOf()]]);
    else this.#pending.set(`${names.tool}:${names.userId}`, names);
    await this.#catchUp();
  }

  get doneChannel(): string {
    return `${this.#options.prefix}done`;
  }

  get clearedChannel(): string {
    return `${this.#options.prefix}cleared`;
  }

  /** Whether Redis knows of all clearings. */
  async #catchUp(): Promise<boolean> {
    for (const [key, names] of this.#pending) {
      const told = await this.#writing.attempt(async () => {
        const args = [longestTtlS * 1_000, this.clearedChannel, toText(names)];
        await this.#options.connection.run((client) => clearGeneration(client, [this.#generationOf(names)], args));
        return true;
      });
      if (!told) return false;
      if (this.#pending.get(key) === names) this.#pending.delete(key);
    }
    return true;
  }

  #generationOf({ tool, userId }: TagNames): string {
    if (tool === "" && userId === "") return `${this.#generations}all`;
    if (userId === "") return `${this.#generations}tool:${tool}`;
    return tool === "" ? `${this.#generations}user:${userId}` : `${this.#generations}both:${tool}:${userId}`;
  }

  #toEntry(reply: unknown): SharedEntry | undefined {
    if (!Array.isArray(reply) || reply[0] !== 1) return undefined;
    const [, bytes, ttlMs, tool, userId]: unknown[] = reply;
    try {
      if (!Buffer.isBuffer(bytes)) throw new Error("Expected bytes");
      return {
        value: fromBytes(bytes),
        ttlS: Number(ttlMs) / 1_000,
        tag: { tool: String(tool), userId: String(userId) },
      };
    } catch (error) {
      if (!this.#saidBroken) this.#options.logger.warn({ err: error }, "The cache in Redis holds something unreadable");
      this.#saidBroken = true;
      return undefined;
    }
  }

  get #generations(): string {
    return `${this.#options.prefix}generation:`;
  }

  #entry(key: string): string {
    return `${this.#options.prefix}entry:${key}`;
  }

  #lead(key: string): string {
    return `${this.#options.prefix}lead:${key}`;
  }
}
