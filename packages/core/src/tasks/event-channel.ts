import type { TaskEvent } from "#contracts/events.ts";
import type { TaskRecord, TaskStore } from "#contracts/task-store.ts";

/** How many of the latest events are at hand; who is slower reads from the store. */
const maxRecent = 512;
const pageEvents = 256;

/** What a channel looks at. */
type TaskState = Pick<TaskRecord, "status" | "lastSequence">;

/** What a channel reads from. */
export type ChannelStore = Pick<TaskStore, "events"> & { find(key: string): Promise<TaskState | undefined> };

/** A look at the store that serves all who ask before anything changes. */
type Shared<T> = { readonly version: number; readonly value: Promise<T> };

/** What one task tells to all who follow it: they share what is read for any of them. */
export class EventChannel {
  readonly key: string;
  followers = 0;
  readonly #store: ChannelStore;
  /** Without gaps. */
  #recent: readonly TaskEvent[] = [];
  /** Counts changes, so that none is missed between looking and waiting. */
  #version = 0;
  /** The version as of which `#recent` holds all there is. */
  #readVersion = -1;
  readonly #sleeping = new Set<() => void>();
  /** What is being read, by the sequence number it is read from. */
  readonly #reads = new Map<number, Shared<readonly TaskEvent[]>>();
  #finding: Shared<TaskState | undefined> | undefined;

  constructor(store: ChannelStore, key: string) {
    this.#store = store;
    this.key = key;
  }

  get version(): number {
    return this.#version;
  }

  /** Takes events that were just written. */
  publish(events: readonly TaskEvent[]): void {
    const isWhole = this.#readVersion === this.#version;
    const last = this.#recent.at(-1)?.sequence;
    const newest = events.at(-1)?.sequence ?? 0;
    if (isWhole && last !== undefined && newest <= last) return;
    this.#remember(events);
    this.#bump();
    if (isWhole && last !== undefined && events[0]?.sequence === last + 1) this.#readVersion = this.#version;
  }

  /** Something may have been written. */
  changed(): void {
    this.#readVersion = -1;
    this.#bump();
  }

  /** Resolves at the next change after that version, or when the signal aborts. */
  next(version: number, signal: AbortSignal | undefined): Promise<void> {
    if (version !== this.#version || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleeping.delete(wake);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.#sleeping.add(wake);
      signal?.addEventListener("abort", wake);
    });
  }

  /** Some events after that sequence number, or none when there are none by now. */
  async after(sequence: number): Promise<readonly TaskEvent[]> {
    const [first] = this.#recent;
    const last = this.#recent.at(-1);
    if (first && last && first.sequence <= sequence + 1) {
      if (sequence < last.sequence) return this.#recent.slice(sequence + 1 - first.sequence);
      if (this.#readVersion === this.#version) return [];
    }
    return await this.#read(sequence);
  }

  /** The task as it is by now: not older than the events that are known. */
  find(): Promise<TaskState | undefined> {
    if (this.#finding?.version !== this.#version) {
      this.#finding = { version: this.#version, value: this.#store.find(this.key) };
    }
    return this.#finding.value;
  }

  #read(sequence: number): Promise<readonly TaskEvent[]> {
    const known = this.#reads.get(sequence);
    if (known?.version === this.#version) return known.value;
    const value = this.#readPage(sequence);
    this.#reads.set(sequence, { version: this.#version, value });
    return value;
  }

  async #readPage(sequence: number): Promise<readonly TaskEvent[]> {
    const version = this.#version;
    try {
      const events = await this.#store.events(this.key, sequence, pageEvents);
      const newest = events.at(-1)?.sequence ?? sequence;
      if (newest >= (this.#recent.at(-1)?.sequence ?? 0)) {
        this.#remember(events);
        if (events.length < pageEvents) this.#readVersion = Math.max(this.#readVersion, version);
      }
      return events;
    } finally {
      if (this.#reads.get(sequence)?.version === version) this.#reads.delete(sequence);
    }
  }

  /** Keeps the latest, as long as they follow one another. */
  #remember(events: readonly TaskEvent[]): void {
    const last = this.#recent.at(-1)?.sequence ?? -1;
    const news = events[0] && events[0].sequence > last ? events : events.filter(({ sequence }) => sequence > last);
    const [first] = news;
    if (!first) return;
    // What was found before is older than these.
    this.#finding = undefined;
    const joined = first.sequence === last + 1 ? [...this.#recent, ...news] : news;
    this.#recent = joined.length > maxRecent ? joined.slice(-maxRecent) : joined;
  }

  #bump(): void {
    this.#version += 1;
    for (const wake of this.#sleeping) wake();
  }
}
