import { counted } from "#wording/numbers.ts";

/** Counts what a report does not take over, so that it can be said. */
export type DropLog = {
  add(what: string): void;
  /** `Left out of html: 2 <script> elements, 1 image.` Nothing when nothing was. */
  notes(source: string): readonly string[];
};

export function createDropLog(): DropLog {
  const counts = new Map<string, number>();
  return {
    add: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    notes(source) {
      if (counts.size === 0) return [];
      return [`Left out of ${source}: ${Array.from(counts, ([what, count]) => counted(count, what)).join(", ")}.`];
    },
  };
}
