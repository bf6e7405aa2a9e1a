import type { CacheEntryOptions, CacheLead, CacheStats, CacheTag, Cancellation, ManagedCache } from "@aiecs/core";
import { Leads } from "./leads.ts";
import { News } from "./news.ts";
import { type SharedEntry, SharedLevel, type SharedLevelOptions } from "./shared-level.ts";
import { fromText, namesOf, type TagNames, toTag } from "./tag-names.ts";
import { toBytes } from "./value-bytes.ts";

export type TwoLevelCacheOptions = SharedLevelOptions & {
  readonly memory: ManagedCache;
  readonly maxValueBytes: number;
  readonly defaultTtlS: number;
};

/** Messages get lost: so often whoever waits for another process looks by itself. */
const lookMs = 500;

/** A cache in memory before one in Redis. */
export class TwoLevelCache implements ManagedCache, AsyncDisposable {
  readonly #options: TwoLevelCacheOptions;
  readonly #memory: ManagedCache;
  readonly #shared: SharedLevel;
  readonly #news: News;
  readonly #leads: Leads;
  readonly #subscriber: ReturnType<SharedLevelOptions["connection"]["duplicate"]>;
  #sharedHits = 0;

  constructor(options: TwoLevelCacheOptions) {
    const { memory, clock, leaseMs, connection } = options;
    this.#options = options;
    this.#memory = memory;
    this.#shared = new SharedLevel(options);
    this.#news = new News(clock);
    this.#leads = new Leads(clock, leaseMs / 3, (leads) => void this.#shared.renew(leads));
    this.#subscriber = connection.duplicate();
    this.#listen();
  }

  generateCacheKey(...parts: Parameters<ManagedCache["generateCacheKey"]>): string | undefined {
    return this.#memory.generateCacheKey(...parts);
  }

  /** Answers at once what stands in memory, or when Redis is known to be away. */
  getFromCache(key: string): unknown {
    const found = this.#memory.getFromCache(key);
    if (found !== undefined || !this.#shared.isReadable) return found;
    return this.#shared.read(key).then((entry) => entry && this.#keep(key, entry));
  }

  async addToCache(key: string, value: unknown, options: CacheEntryOptions = {}): Promise<void> {
    const { ttlS = this.#options.defaultTtlS } = options;
    const tag = namesOf(options.tag);
    this.#memory.addToCache(key, value, { ttlS, tag: toTag(tag) });
    const lead = this.#leads.of(key);
    const bytes = toBytes(value, this.#options.maxValueBytes);
    if (bytes) await this.#shared.write(key, bytes, { ttlS, tag, lead });
    else if (lead) lead.alone = true;
  }

  async lead(key: string, cancellation: Cancellation | undefined): Promise<CacheLead> {
    const lead = Leads.create(key);
    for (;;) {
      const listening = this.#news.listen(key);
      try {
        const answer = await this.#shared.takeLead(lead);
        if (answer === "alone") return { done: () => {} };
        if (answer === "lead") return this.#begin(lead, cancellation);
        if ("value" in answer) return { value: this.#keep(key, answer) };
        await listening.wait(Math.max(1, Math.min(lookMs, answer.waitMs)), cancellation);
      } finally {
        listening.stop();
      }
    }
  }

  async clear(match: CacheTag = {}): Promise<void> {
    this.#clearMemory(namesOf(match));
    await this.#shared.clear(match);
  }

  stats(): CacheStats {
    const stats = this.#memory.stats();
    const hits = stats.hits + this.#sharedHits;
    const misses = stats.misses - this.#sharedHits;
    return { ...stats, hits, misses, hit_rate: hits === 0 ? 0 : hits / (hits + misses) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#leads.stop();
    this.#subscriber.disconnect();
  }

  #begin(lead: ReturnType<typeof Leads.create>, cancellation: Cancellation | undefined): CacheLead {
    this.#leads.add(lead);
    const done = (): void => {
      this.#leads.remove(lead);
      if (!lead.ended) void this.#shared.endLead(lead);
    };
    if (!cancellation?.reason) return { done };
    done();
    throw cancellation.reason;
  }

  #keep(key: string, { value, ttlS, tag }: SharedEntry): unknown {
    this.#sharedHits += 1;
    this.#memory.addToCache(key, value, { ttlS, tag: toTag(tag) });
    return value;
  }

  #listen(): void {
    const { doneChannel, clearedChannel } = this.#shared;
    const subscribe = async (): Promise<void> => {
      await this.#subscriber.subscribe(doneChannel, clearedChannel);
      // What was cleared while nothing could be heard is not known here.
      this.#memory.clear();
    };
    // Lost again before that: it comes back.
    this.#subscriber.on("ready", () => void subscribe().catch(() => undefined));
    this.#subscriber.on("message", (channel: string, text: string) => {
      if (channel === doneChannel) this.#news.tell(text);
      else this.#clearMemory(fromText(text));
    });
  }

  #clearMemory(names: TagNames): void {
    this.#memory.clear(toTag(names));
  }
}
