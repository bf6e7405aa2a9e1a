import { clauseCues } from "./clause-cues.ts";
import type { ContractText } from "./contract-text.ts";
import { type Hit, hitsWithin, scoreOf } from "./cue-hits.ts";
import { type CuedType, confirmedAt, foundAt } from "./found-clause.ts";
import type { Section } from "./sections.ts";
import type { Span } from "./span.ts";

/** A contract with all the places where cues were found in it. */
export type ClauseSearch = { readonly contract: ContractText; readonly hits: ReadonlyMap<CuedType, readonly Hit[]> };

/** How much a place of the text speaks for a kind of clause. */
export function placeScore({ contract: { view }, hits }: ClauseSearch, type: CuedType, { start, end }: Span): number {
  return scoreOf(hitsWithin(hits.get(type) ?? [], { start: view.toView(start), end: view.toView(end) }));
}

/** Whether a heading names a kind of clause. */
export function isNamed(heading: string | undefined, type: CuedType): boolean {
  const { headings, otherHeadings } = clauseCues[type];
  return heading !== undefined && headings.test(heading) && !(otherHeadings?.test(heading) ?? false);
}

/** Whether a heading names something else beside a kind of clause: `Term and Termination`. */
export function namesMore(heading: string, type: CuedType): boolean {
  const parts = heading.split(/\band\b|&|[;,/]/i).filter((part) => /[a-z]/i.test(part));
  return parts.length > 1 && parts.some((part) => !clauseCues[type].headings.test(part));
}

/** Whether a subsection is a clause of another kind: it is headed so, or has no heading and speaks of that far more. */
export function isForeign(search: ClauseSearch, type: CuedType, section: Section): boolean {
  if (isNamed(section.heading, type)) return false;
  const own = placeScore(search, type, section);
  for (const other of search.hits.keys()) {
    if (other === type) continue;
    const score = placeScore(search, other, section);
    if (section.heading === undefined) {
      if (score >= foundAt[other] && score > own + 1) return true;
    } else if (isNamed(section.heading, other) && score >= confirmedAt) return true;
  }
  return false;
}
