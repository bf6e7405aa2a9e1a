import type { ContractText } from "./contract-text.ts";
import type { FoundClause } from "./found-clause.ts";
import { paragraphsWithin } from "./paragraphs.ts";
import { findPartyNames } from "./party-names.ts";
import { type Span, trimmed } from "./span.ts";

/** The parties are named near the front: this much of a text is searched for them. */
const searchedCharacters = 30_000;
/** Words that open a contract less surely must stand nearer to the front. */
const searchedForOthers = 6_000;
const longestClause = 2_500;

const kinds =
  "agreement|contract|lease|sublease|deed|licen[cs]e|note|indenture|memorandum|letter|amendment|nda|undertaking|mnda|lease";
/** How contracts open, the surest first. `^` would not do: a title may stand on the same line. */
const openings: readonly RegExp[] = [
  new RegExp(
    `\\bthis (?:[^\\s.;]{1,30} ){0,14}?(?:${kinds})\\b.{0,300}?\\b(?:between|among|amongst)\\b(?! (?:the part(?:y|ies)\\b|you\\b|us\\b))`,
    "i",
  ),
  /\b(?:agreement|lease|contract|note|deed),? (?:\([^)]{0,40}\),? )?(?:made |entered into )?(?:is )?dated (?:as of )?.{0,60}?\b(?:between|among|by and)\b/i,
  /\b(?:between|among)\s?:/i,
  /\bparties\b[ :.-]{1,4}(?:\(?1[.)]|\(?a\)|"|the parties)/i,
  /\b(?:parties to|party to) (?:this|the) (?:agreement|contract|lease)\b.{0,40}\b(?:are|is)\b/i,
  new RegExp(
    `\\bthis (?:[^\\s.;]{1,30} ){0,14}?(?:${kinds})\\b.{0,120}?\\b(?:by and|made by|entered into by|is made|is entered|is executed)\\b`,
    "i",
  ),
  /\bbetween\b.{3,200}?\("/i,
  /\b(?:by and between|by and among)\b/i,
  /\b(?:agreement|lease|contract)\b.{0,60}\b(?:between|among|by and between)\b(?! (?:the part(?:y|ies)\b|you\b|us\b))/i,
  /\bDear (?:(?:Mr|Ms|Mrs|Dr)\.? )?[A-Z][\w .'-]{1,40}[:,]/,
  /\bthe undersigned\b.{0,80}?\bagree/i,
  /\b(?:landlord|lessor|employer|company|client|seller|lender|licensor|disclosing party|owner|vendor|provider)\s?: ?.{2,160}?\b(?:tenant|lessee|employee|contractor|customer|buyer|purchaser|borrower|licensee|receiving party|consultant|recipient|supplier)\s?:/i,
];
/** Sentences that speak of the agreement between the parties, but not at its opening. */
const elsewhere =
  /\b(?:supersede|understanding|relationship|entire|construed|deemed|interpret|disclos|breach|terminat(?:e|ion)|govern|shall not|conflict|inconsisten|dispute|means|for purposes)/i;
const closing =
  /\b(?:WHEREAS|W ?I ?T ?N ?E ?S ?S ?E ?T ?H|RECITALS?|BACKGROUND|PREAMBLE|NOW,? THEREFORE|IN CONSIDERATION)\b|\b(?:Whereas|Recitals|Background|Now,? therefore|In consideration of|[Tt]he parties (?:hereto )?(?:hereby )?(?:agree|covenant))\b/;

/** The clause that names the parties: from where the contract opens to its recitals or first section. */
export function findPartyClause(contract: ContractText): FoundClause | undefined {
  const { text, view, sections, lines } = contract;
  const head = view.text.slice(0, searchedCharacters);
  const opening = findOpening(head);
  if (opening === undefined) return undefined;
  const begins = sentenceStart(head, opening.index);
  const named = opening.index + opening[0].length;
  const rest = head.slice(named, named + longestClause);
  const closed = closing.exec(rest)?.index ?? rest.length;
  const next = sections.find(
    ({ start, kind }) =>
      kind !== "frame" && text.charAt(start) !== "(" && start > view.toText({ start: named, end: named }).start + 20,
  );
  const bounded = next === undefined ? closed : Math.min(closed, Math.max(0, view.toView(next.start) - named));
  const widest = view.toText({ start: begins, end: named + bounded });
  const opened = view.toText({ start: opening.index, end: opening.index }).start;
  const start = Math.max(
    widest.start,
    ...paragraphsWithin(lines, widest)
      .map((paragraph) => paragraph.start)
      .filter((at) => at <= opened),
  );
  const place: Span = trimmed(text, { start, end: namingEnd(contract, widest, named) });
  if (place.end - place.start < 20) return undefined;
  return { ...place, type: "parties", number: null, heading: null, score: 4 };
}

/** The end of the paragraph by which two parties are named, and of those that carry the list on. */
function namingEnd({ text, lines, view }: ContractText, widest: Span, named: number): number {
  const paragraphs = paragraphsWithin(lines, widest);
  for (const [index, { end }] of paragraphs.entries()) {
    const reached = view.toView(end);
    if (reached <= named) continue;
    const next = paragraphs[index + 1];
    const following = next === undefined ? "" : text.slice(next.start, next.start + 12);
    const goesOn =
      /^(?:\(|and\b|with\b|between\b|\d|party\b|-|•)/i.test(following) ||
      /(?:\band|[,:;])\s*$/i.test(text.slice(end - 12, end));
    if (!goesOn && findPartyNames(view.text.slice(view.toView(widest.start), reached)).length > 1) return end;
  }
  return widest.end;
}

function findOpening(head: string): RegExpExecArray | undefined {
  for (const [index, pattern] of openings.entries()) {
    const searched = index === 0 ? head : head.slice(0, searchedForOthers);
    for (const match of searched.matchAll(new RegExp(pattern, `${pattern.flags}g`))) {
      if (!elsewhere.test(match[0])) return match;
    }
  }
  return undefined;
}

/** Back to where the sentence begins, if that is near. */
function sentenceStart(head: string, place: number): number {
  const before = head.slice(Math.max(0, place - 60), place);
  const stop = Math.max(before.lastIndexOf(". "), before.lastIndexOf(": "), before.lastIndexOf(") "));
  return stop === -1 ? place : place - before.length + stop + 2;
}
