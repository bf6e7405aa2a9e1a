import { isPassing } from "./postgres-errors.ts";

export type BatchOptions<Entry, Outcome> = {
  /** Does all of them in one transaction. Gives the outcome of each, in order. */
  readonly send: (entries: readonly Entry[]) => Promise<readonly Outcome[]>;
  /** Entries of the same key are never sent together. @default each has a key of its own */
  readonly keyOf?: (entry: Entry) => string;
  /** How large an entry is, in characters. @default next to nothing */
  readonly sizeOf?: (entry: Entry) => number;
};

type Waiting<Entry, Outcome> = {
  readonly entry: Entry;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
};

const mostEntries = 100;
const mostCharacters = 4_000_000;

/**
 * Sends what comes within one turn of the event loop, and what gathers while a transaction is under way, in one
 * transaction. When it fails, each entry is tried by itself, so that it alone fails.
 */
export class Batch<Entry, Outcome> {
  readonly #options: BatchOptions<Entry, Outcome>;
  #waiting: Waiting<Entry, Outcome>[] = [];
  #running: Promise<void> | undefined;

  constructor(options: BatchOptions<Entry, Outcome>) {
    this.#options = options;
  }

  add(entry: Entry): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async flushed(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#sendAll(this.#take());
    this.#running = undefined;
  }

  /** As many as are sent together, at least one. */
  #take(): Waiting<Entry, Outcome>[] {
    const { sizeOf, keyOf } = this.#options;
    const keys = new Set<string>();
    let characters = 0;
    let count = 0;
    while (count < this.#waiting.length && count < mostEntries && characters < mostCharacters) {
      const next = this.#waiting[count];
      if (!next) break;
      if (keyOf) {
        const key = keyOf(next.entry);
        if (keys.has(key)) break;
        keys.add(key);
      }
      if (sizeOf) characters += sizeOf(next.entry);
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #sendAll(some: readonly Waiting<Entry, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.#options.send(some.map(({ entry }) => entry));
      for (const [index, outcome] of outcomes.entries()) some[index]?.resolve(outcome);
    } catch (error) {
      if (some.length > 1 && !concernsAll(error)) for (const one of some) await this.#sendAll([one]);
      else for (const { reject } of some) reject(error);
    }
  }
}

/** A server that is away is so for each. */
function concernsAll(error: unknown): boolean {
  return error instanceof Error && isPassing(error.cause);
}
