import { type Pace } from "@aiecs/core/toolkit";
import { splitParts } from "#language/parts.ts";
import type { Entity, Found } from "./entity.ts";
import { findAddresses } from "./find-addresses.ts";
import { findAmounts } from "./find-amounts.ts";
import { findCitations } from "./find-citations.ts";
import { findContacts } from "./find-contacts.ts";
import { findDates } from "./find-dates.ts";
import { findNamedLaws } from "./find-named-laws.ts";
import { findNames } from "./find-names.ts";
import { linkNames } from "./link-names.ts";
import { resolveOverlaps } from "./resolve-overlaps.ts";
import { readTokens } from "./tokens.ts";

type Sentences = Parameters<typeof linkNames>[0];

/** All entities of a text, in order of their places. */
export async function findEntities(text: string, pace: Pick<Pace, "reached">): Promise<readonly Entity[]> {
  const patterned: Found[] = [];
  const sentences: Sentences[number][] = [];
  for (const part of splitParts(text)) {
    const shift = (one: Found): Found => ({ ...one, start: one.start + part.start, end: one.end + part.start });
    const read = readPart(text.slice(part.start, part.end));
    for (const one of read.patterned) patterned.push(shift(one));
    for (const { tokens, names, open } of read.sentences) {
      const moved = tokens.map((token) => ({ ...token, start: token.start + part.start, end: token.end + part.start }));
      sentences.push({ tokens: moved, names: names.map(shift), open });
    }
    await pace.reached(part.end / text.length, "Finding entities");
  }
  return resolveOverlaps([...patterned, ...linkNames(sentences, text)]).map(({ type, start, end, value }) => ({
    type,
    text: text.slice(start, end),
    start,
    end,
    value: value ?? null,
  }));
}

function readPart(text: string): { readonly patterned: readonly Found[]; readonly sentences: Sentences } {
  const tokens = readTokens(text);
  const patterned = resolveOverlaps([
    ...findContacts(text),
    ...findCitations(text),
    ...tokens.flatMap((sentence) => [...findNamedLaws(sentence)]),
    ...findAmounts(text),
    ...findDates(text),
    ...findAddresses(text),
  ]);
  const isTaken = createIsTaken(patterned);
  return { patterned, sentences: tokens.map((sentence) => ({ tokens: sentence, ...findNames(sentence, isTaken) })) };
}

/** Whether a span lies in one of those found, which stand in order; asked for spans in order, too, several times. */
function createIsTaken(found: readonly Found[]): (span: { readonly start: number; readonly end: number }) => boolean {
  return ({ start, end }) => {
    let low = 0;
    let high = found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[middle]?.end ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    const next = found[low];
    return next !== undefined && next.start < end;
  };
}
