import { findBoundaries } from "./boundaries.ts";
import { type Line, readLines } from "./lines.ts";
import { type ReadingView, readingView } from "./reading-view.ts";
import { buildSections, type Section } from "./sections.ts";

/** A text made ready to be searched: its lines, its sections, and a view of it as it reads. */
export type ContractText = {
  readonly text: string;
  readonly lines: readonly Line[];
  readonly sections: readonly Section[];
  readonly view: ReadingView;
  /** Where the contract itself begins: behind a table of contents. */
  readonly bodyStart: number;
};

/** Reads a text once; takes time in proportion to its length. */
export function readContract(text: string): ContractText {
  const lines = readLines(text);
  const sections = buildSections(findBoundaries(text, lines), text.length);
  return { text, lines, sections, view: readingView(text, lines), bodyStart: bodyStartOf(sections) };
}

/** Headings that come again behind the opening of the contract are its table of contents. */
function bodyStartOf(sections: readonly Section[]): number {
  const opening = sections.findIndex(({ kind, start }) => kind === "frame" && start > 0);
  const before = headingsOf(sections.slice(0, Math.max(0, opening)));
  if (before.length < leastEntries) return 0;
  const after = new Set(headingsOf(sections.slice(opening)));
  const repeated = before.filter((heading) => after.has(heading)).length;
  return repeated * 2 >= before.length ? (sections[opening]?.start ?? 0) : 0;
}

const leastEntries = 3;

function headingsOf(sections: readonly Section[]): readonly string[] {
  return sections.flatMap(({ heading, number }) =>
    heading === undefined || number === undefined ? [] : [heading.toLowerCase().replace(/[^a-z]+/g, "")],
  );
}
