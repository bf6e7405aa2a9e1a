import type { Boundary } from "./boundaries.ts";
import type { Span } from "./span.ts";

/** A unit of a contract: a section with all that stands under it. */
export type Section = Span & {
  readonly number: string | undefined;
  readonly heading: string | undefined;
  readonly bodyStart: number;
  /** Where its own text ends, and its first subsection begins. */
  readonly ownEnd: number;
  readonly kind: Boundary["kind"];
  /** The index of the section that it stands in; undefined at the top. */
  readonly parent: number | undefined;
  /** How many sections stand under it; they follow it in the list. */
  readonly descendants: number;
};

/** The sections of a text, in its order; text before the first boundary is a section of its own. */
export function buildSections(boundaries: readonly Boundary[], textLength: number): readonly Section[] {
  const first: Boundary = { start: 0, bodyStart: 0, marker: undefined, heading: undefined, kind: "frame" };
  const all = boundaries[0]?.start === 0 ? boundaries : [first, ...boundaries];
  const levels = levelsOf(all);
  const ends = endsOf(all, levels, textLength);
  const open: number[] = [];
  return all.map((boundary, index): Section => {
    while (open.length > 0 && (levels[open.at(-1) ?? 0] ?? 0) >= (levels[index] ?? 0)) open.pop();
    const parent = open.at(-1);
    open.push(index);
    const last = ends[index] ?? { place: textLength, index: all.length };
    return {
      start: boundary.start,
      end: last.place,
      bodyStart: Math.min(boundary.bodyStart, last.place),
      ownEnd: Math.min(all[index + 1]?.start ?? textLength, last.place),
      number: boundary.marker?.number,
      heading: boundary.heading,
      kind: boundary.kind,
      parent,
      descendants: last.index - index - 1,
    };
  });
}

/** Each section ends where the next begins that stands no deeper; read from the back, each is looked at once. */
function endsOf(
  all: readonly Boundary[],
  levels: readonly number[],
  textLength: number,
): readonly { readonly place: number; readonly index: number }[] {
  const ends: { place: number; index: number }[] = [];
  const later: number[] = [];
  for (let index = all.length - 1; index >= 0; index--) {
    while (later.length > 0 && (levels[later.at(-1) ?? 0] ?? 0) > (levels[index] ?? 0)) later.pop();
    const next = later.at(-1);
    ends[index] =
      next === undefined
        ? { place: textLength, index: all.length }
        : { place: all[next]?.start ?? textLength, index: next };
    later.push(index);
  }
  return ends;
}

/** Headings without a number stand above the numbers where the numbers have no headings of their own, else below them. */
function levelsOf(all: readonly Boundary[]): readonly number[] {
  const top = all.filter(({ marker }) => marker !== undefined && marker.kind !== "parenthesis" && marker.depth === 1);
  const headed = top.filter(({ heading }) => heading !== undefined).length;
  const titledLevel = top.length >= 3 && headed * 2 >= top.length ? 4 : 0.5;
  const shift = all.some(({ marker }) => marker?.kind === "article") ? 1 : 0;
  return all.map(({ kind, marker }) => {
    if (kind === "frame") return 0;
    if (marker === undefined) return titledLevel;
    switch (marker.kind) {
      case "article":
        return 1;
      case "roman":
        return 1 + shift;
      case "section":
      case "decimal":
        return marker.depth + shift;
      case "letter":
        return 5;
      case "parenthesis":
        return 6;
    }
  });
}
