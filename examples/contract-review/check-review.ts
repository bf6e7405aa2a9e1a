import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extractText } from "unpdf";
import { characterErrorRate } from "./character-errors.ts";
import type { ExpectedFacts } from "./expected-facts.ts";
import type { Review } from "./review.ts";

/** Line ends are where the page ends, and no part of a wording. */
export const squeezed = (text: string): string => text.replace(/\s+/g, " ").trim();
/** Recognition may take a full stop for a comma. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

export type ClauseCount = { readonly right: number; readonly wrong: readonly string[] };

/** Type, parties and law; and for each kind of clause whether it is there, in the words that a reader found. */
export function checkTerms({ terms, entities, type }: Review, text: string, expected: ExpectedFacts): ClauseCount {
  assert.equal(type.type, expected.type);
  const parties = terms.terms.flatMap(({ facts }) => facts.filter(({ name }) => name === "party"));
  assert.deepEqual(
    parties.map(({ value }) => lettersOf(String(value))),
    expected.parties.map(lettersOf),
  );
  const organizations = entities.entities.filter((entity) => entity.type === "ORGANIZATION");
  const named = new Set(organizations.map((entity) => lettersOf(entity.value ?? entity.text)));
  const [first, second] = expected.parties.map(lettersOf);
  assert(named.has(first ?? "") && (expected.scannedPages > 0 || named.has(second ?? "")), [...named].join(", "));
  const law = terms.terms.flatMap(({ facts }) => facts.filter(({ name }) => name === "jurisdiction"));
  assert(
    law.some(({ value }) => String(value).includes(expected.law)),
    JSON.stringify(law),
  );

  const wrong = terms.terms.filter(({ type: kind, clauses }) => {
    const words = expected.clauses[kind];
    return words === undefined ? clauses.length > 0 : !clauses.some((clause) => squeezed(clause.text).includes(words));
  });
  const places = [...entities.entities, ...terms.terms.flatMap(({ clauses, facts }) => [...clauses, ...facts])];
  for (const { start, end, text: words } of places) assert.equal(text.slice(start, end), words);
  return { right: terms.terms.length - wrong.length, wrong: wrong.map(({ type: kind }) => kind) };
}

/** Level and score from the factors; each factor cites a clause that stands in the contract, or names one that is missing. */
export function checkRisk({ risk, terms }: Review, text: string, expected: ExpectedFacts): void {
  assert.equal(risk.level, expected.risk, JSON.stringify(risk.factors.map(({ factor }) => factor)));
  const safe = risk.factors.reduce((left, { weight }) => left * (1 - weight), 1);
  assert(Math.abs(risk.score - (1 - safe)) < 0.001);
  for (const { factor, clause } of risk.factors) {
    if (clause === null) {
      assert(
        risk.missing_clauses.some((kind) => factor === `missing_${kind}`),
        factor,
      );
      continue;
    }
    assert.equal(text.slice(clause.start, clause.end), clause.text);
    assert(terms.terms.some(({ type, present }) => type === clause.type && present));
  }
  const told = new Map(risk.factors.map(({ factor, clause }) => [factor, clause?.type]));
  for (const [factor, kind] of Object.entries(expected.factors)) assert.equal(told.get(factor), kind, factor);
}

/** What was found, and what a risk factor cites of it, stands in a file of the folder at the place that is told. */
export async function checkPrecedents({ precedents, risk }: Review, folder: string): Promise<number> {
  assert(precedents.passages.length > 0);
  for (const { source, start, end, text } of precedents.passages) {
    assert(source.startsWith(`${folder}/`), source);
    assert.equal(squeezed((await readFile(source, "utf8")).slice(start, end)), squeezed(text));
  }
  const found = new Set(precedents.passages.map(({ source, text }) => `${source}\n${text}`));
  const cited = risk.factors.flatMap((factor) => factor.precedents);
  for (const { source, text } of cited) assert(found.has(`${source}\n${text}`), source);
  return new Set(cited.map(({ source }) => source)).size;
}

/** The PDF as a reader of PDFs reads it: it quotes each clause and says where it stands. */
export async function checkReport({ report, terms, risk }: Review, folder: string): Promise<void> {
  assert(report.path.startsWith(`${folder}/`), report.path);
  const { text } = await extractText(new Uint8Array(await readFile(report.path)), { mergePages: true });
  // A clause may go on at the next page, after the foot of this one and the head of that.
  const body = squeezed(text.replace(/\s*Page \d+ of \d+\s+Contract analysis\s/g, " "));
  for (const { type, present, text: clause, start, end } of terms.terms) {
    if (!present) continue;
    assert(body.includes(squeezed(clause ?? "")), `${report.path} does not quote the clause on ${type}`);
    assert(body.includes(`characters ${start}–${end}`), `${report.path} does not say where the clause on ${type} is`);
  }
  for (const { description } of risk.factors) assert(body.includes(squeezed(description)), description);
}

export type ErrorRates = { readonly whole: number; readonly body: number };

/** Characters read wrong, of the whole contract and of what follows the dotted lines of its table of contents. */
export function checkRecognition(read: string, known: string): ErrorRates {
  const opening = "THIS LEASE is made";
  const bodyOf = (text: string) => squeezed(text.slice(text.indexOf(opening)));
  const rates = {
    whole: characterErrorRate(squeezed(read), squeezed(known)),
    body: characterErrorRate(bodyOf(read), bodyOf(known)),
  };
  assert(rates.body < 0.005, `${rates.body} of the characters were read wrong`);
  assert(rates.whole < 0.1, `${rates.whole} of the characters were read wrong`);
  return rates;
}
