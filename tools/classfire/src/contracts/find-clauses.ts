import { type Pace } from "@aiecs/core/toolkit";
import { clauseCues } from "./clause-cues.ts";
import { type ClauseSearch, placeScore } from "./clause-search.ts";
import { clauseTypes } from "./clause-type.ts";
import type { ContractText } from "./contract-text.ts";
import { findHits, type Hit, hitsWithin, scoreOf } from "./cue-hits.ts";
import { type CuedType, type FoundClause, foundAt, shortestClause } from "./found-clause.ts";
import { type HeadedClauses, headedClauses } from "./headed-clauses.ts";
import { paragraphsWithin, sentencesWithin } from "./paragraphs.ts";
import { findPartyClause } from "./party-clause.ts";
import { type Span, trimmed } from "./span.ts";

/** A paragraph longer than this is not taken whole for a few words in it. */
const longestParagraph = 1_200;

/** The clauses of every kind, kind by kind, each kind in the order of the text. */
export async function findClauses(
  contract: ContractText,
  pace?: Pick<Pace, "reached">,
): Promise<readonly FoundClause[]> {
  const cued = clauseTypes.filter((type) => type !== "parties");
  const hits = new Map<CuedType, readonly Hit[]>();
  const steps = cued.length * 2;
  for (const [index, type] of cued.entries()) {
    await pace?.reached(index / steps, `Reading for ${type}`);
    hits.set(type, findHits(contract.view.text, clauseCues[type].cues));
  }
  const search: ClauseSearch = { contract, hits };
  const parties = findPartyClause(contract);
  const found: FoundClause[] = parties === undefined ? [] : [parties];
  for (const [index, type] of cued.entries()) {
    await pace?.reached((cued.length + index) / steps, `Looking for ${type}`);
    const headed = headedClauses(search, type);
    found.push(...joined(headed, spokenClauses(search, type, headed), contract.text));
  }
  return found;
}

type Spoken = FoundClause & { readonly section: number };

/** Paragraphs and sentences that are such a clause by what they say, whatever they stand under. */
function spokenClauses(search: ClauseSearch, type: CuedType, { taken }: HeadedClauses): readonly Spoken[] {
  const { contract, hits } = search;
  const { sections, lines, view, text, bodyStart } = contract;
  const clauses: Spoken[] = [];
  sections.forEach((section, index) => {
    if (section.start < bodyStart || taken.has(index)) return;
    const own = { start: section.start, end: section.ownEnd };
    const ownHits = hitsWithin(hits.get(type) ?? [], { start: view.toView(own.start), end: view.toView(own.end) });
    if (scoreOf(ownHits) < foundAt[type]) return;
    for (const paragraph of paragraphsWithin(lines, own)) {
      const region = { start: view.toView(paragraph.start), end: view.toView(paragraph.end) };
      const regionHits = hitsWithin(ownHits, region);
      const score = scoreOf(regionHits);
      if (score < foundAt[type] || isNoPromise(type, view.text.slice(region.start, region.start + 100))) continue;
      const begins = section.heading !== undefined && paragraph.start <= section.bodyStart;
      const whole =
        region.end - region.start <= longestParagraph && !speaksOfMore(search, type, paragraph, begins ? score : 0);
      const place = trimmed(text, whole ? paragraph : view.toText(sentencesOf(view.text, region, regionHits)));
      if (place.end - place.start < shortestClause) continue;
      const starts = place.start <= section.bodyStart;
      const number = starts ? (section.number ?? null) : null;
      const heading = starts ? (section.heading ?? null) : null;
      clauses.push({ ...place, type, number, heading, score, section: index });
    }
  });
  return clauses;
}

/**
 * Whether a paragraph is a clause of another kind as well: then each kind takes its own sentences. One under a heading
 * of its own is left whole to the kind that it speaks of most.
 */
function speaksOfMore(search: ClauseSearch, type: CuedType, paragraph: Span, least: number): boolean {
  for (const other of search.hits.keys()) {
    if (other !== type && placeScore(search, other, paragraph) >= Math.max(foundAt[other], least)) return true;
  }
  return false;
}

/** A defined term says what words mean, and not what is agreed. */
const definition =
  /^(?:\(?[\d.a-z]{1,8}[.)]? )?"[^"]{2,70}",? (?:\([^)]{0,40}\) )?(?:shall |will )?(?:mean|has the meaning|have the meaning|is defined|refers? to)/;
const recital = /^(?:\(?[\dA-Z]{1,3}[.)] )?(?:AND )?WHEREAS\b/;

/** Recitals tell why a contract is made, and definitions what words mean; a term is often agreed by a definition. */
function isNoPromise(type: CuedType, opening: string): boolean {
  return recital.test(opening) || (type !== "term" && definition.test(opening));
}

/** From the first sentence that speaks of it clearly to the last. */
function sentencesOf(view: string, region: Span, hits: readonly Hit[]): Span {
  const clear = hits.filter(({ weight }) => weight >= 2);
  const told = clear.length > 0 ? clear : hits;
  const sentences = sentencesWithin(view, region);
  const first = Math.min(...told.slice(0, 1).map(({ start }) => start));
  const last = Math.max(...told.slice(-1).map(({ start }) => start));
  const from = sentences.find(({ end }) => end > first);
  const to = sentences.find(({ end }) => end > last);
  return { start: from?.start ?? region.start, end: to?.end ?? region.end };
}

/** Paragraphs of one section that follow each other are one clause, and none lies within another. */
function joined({ clauses: headed }: HeadedClauses, spoken: readonly Spoken[], text: string): readonly FoundClause[] {
  const clauses: (FoundClause & { readonly section?: number })[] = [];
  for (const next of [...headed, ...spoken].sort((one, other) => one.start - other.start || other.end - one.end)) {
    const last = clauses.at(-1);
    if (last !== undefined && next.end <= last.end) continue;
    if (
      last?.section !== undefined &&
      "section" in next &&
      last.section === next.section &&
      isGap(text, last.end, next.start)
    ) {
      clauses[clauses.length - 1] = { ...last, end: next.end, score: Math.max(last.score, next.score) };
    } else clauses.push(next);
  }
  return clauses.map(({ type, start, end, number, heading, score }) => ({ type, start, end, number, heading, score }));
}

function isGap(text: string, start: number, end: number): boolean {
  return end - start < 20 && text.slice(start, end).trim() === "";
}
