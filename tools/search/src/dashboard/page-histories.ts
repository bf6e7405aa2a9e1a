import type { PageMemory } from "./page-state.ts";

/** What is known of pages between updates, and the order of updates of one page. */
export interface PageHistories {
  /** Runs one update of a page at a time. */
  inTurn<Result>(page: string, work: () => Promise<Result>): Promise<Result>;
  get(page: string): PageMemory | undefined;
  set(page: string, memory: PageMemory): void;
}

const maxPages = 100;

/** In memory; the page that was updated longest ago is forgotten when there are too many. */
export function createPageHistories(): PageHistories {
  const turns = new Map<string, Promise<unknown>>();
  const memories = new Map<string, PageMemory>();
  return {
    async inTurn(page, work) {
      const before = turns.get(page) ?? Promise.resolve();
      // What went wrong before is its caller's affair.
      const mine = before.catch(() => undefined).then(work);
      turns.set(page, mine);
      try {
        return await mine;
      } finally {
        if (turns.get(page) === mine) turns.delete(page);
      }
    },
    get: (page) => memories.get(page),
    set(page, memory) {
      memories.delete(page);
      memories.set(page, memory);
      const [oldest] = memories.keys();
      if (memories.size > maxPages && oldest !== undefined) memories.delete(oldest);
    },
  };
}
