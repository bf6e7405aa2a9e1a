import { type ClauseSearch, isForeign, isNamed, namesMore, placeScore } from "./clause-search.ts";
import { type CuedType, confirmedAt, type FoundClause, headingWeight, shortestClause } from "./found-clause.ts";
import type { Section } from "./sections.ts";
import { type Span, trimmed } from "./span.ts";

/** Clauses that a heading names, and the indexes of the sections they take up. */
export type HeadedClauses = { readonly clauses: readonly FoundClause[]; readonly taken: ReadonlySet<number> };

/** Sections whose heading names a kind of clause, and whose text bears it out. */
export function headedClauses(search: ClauseSearch, type: CuedType): HeadedClauses {
  const { sections, text, bodyStart } = search.contract;
  const named = new Set<number>();
  sections.forEach((section, index) => {
    if (section.start < bodyStart || !isNamed(section.heading, type)) return;
    const body = trimmed(text, { start: section.bodyStart, end: section.end });
    if (body.end - body.start < shortestClause || placeScore(search, type, body) < confirmedAt) return;
    named.add(index);
  });
  const clauses: FoundClause[] = [];
  const taken = new Set<number>();
  for (const index of named) {
    if (taken.has(index) || givesWay(sections, index, named, type)) continue;
    for (const part of partsOf(search, type, index)) {
      part.sections.forEach((section) => taken.add(section));
      clauses.push(part.clause);
    }
  }
  return { clauses, taken };
}

/** `Term and Termination` gives way to subsections that are headed `Term`. */
function givesWay(sections: readonly Section[], index: number, named: ReadonlySet<number>, type: CuedType): boolean {
  const section = sections[index];
  if (section === undefined || !namesMore(section.heading ?? "", type)) return false;
  for (let below = index + 1; below <= index + section.descendants; below++) if (named.has(below)) return true;
  return false;
}

type Part = { readonly clause: FoundClause; readonly sections: readonly number[] };

/** A section as a whole, or what is left of it between subsections that are clauses of another kind. */
function partsOf(search: ClauseSearch, type: CuedType, index: number): readonly Part[] {
  const section = search.contract.sections[index];
  if (section === undefined) return [];
  const children = childrenOf(search.contract.sections, index);
  const foreign = children.map(({ section: child }) => isForeign(search, type, child));
  if (!foreign.includes(true)) return [partOf(search, type, index, section, range(index, section.descendants))];
  const parts: Part[] = [];
  let run: { start: number; end: number; sections: number[] } | undefined = {
    start: section.start,
    end: section.ownEnd,
    sections: [index],
  };
  const close = (): void => {
    if (run !== undefined && placeScore(search, type, run) >= confirmedAt && hasBody(search, section, run)) {
      parts.push(partOf(search, type, index, run, run.sections));
    }
    run = undefined;
  };
  children.forEach(({ index: at, section: child }, order) => {
    if (foreign[order] === true) return close();
    run ??= { start: child.start, end: child.end, sections: [] };
    run.end = child.end;
    run.sections.push(...range(at, child.descendants));
  });
  close();
  return parts;
}

function hasBody({ contract: { text } }: ClauseSearch, section: Section, run: Span): boolean {
  const body = trimmed(text, { start: Math.max(run.start, Math.min(section.bodyStart, run.end)), end: run.end });
  return body.end - body.start >= shortestClause;
}

function partOf(search: ClauseSearch, type: CuedType, index: number, place: Span, taken: readonly number[]): Part {
  const { sections, text } = search.contract;
  const { number, heading } = sections[taken[0] ?? index] ?? {};
  const score = headingWeight + placeScore(search, type, place);
  const clause = { ...trimmed(text, place), type, number: number ?? null, heading: heading ?? null, score };
  return { clause, sections: taken };
}

function childrenOf(
  sections: readonly Section[],
  index: number,
): { readonly index: number; readonly section: Section }[] {
  const children: { index: number; section: Section }[] = [];
  const last = index + (sections[index]?.descendants ?? 0);
  for (let at = index + 1; at <= last; ) {
    const section = sections[at];
    if (section === undefined) break;
    children.push({ index: at, section });
    at += 1 + section.descendants;
  }
  return children;
}

function range(first: number, further: number): number[] {
  return Array.from({ length: further + 1 }, (_, step) => first + step);
}
