import type { ReadingView } from "./reading-view.ts";

/** Words that contracts are written in, and other texts hardly. */
const register =
  /\b(?:shall|hereby|herein(?:after|before)?|hereof|hereto|hereunder|thereof|thereto|thereunder|whereas|hereinafter|in witness whereof|notwithstanding|(?:this|the) (?:\w+ )?(?:agreement|lease|contract|deed|licen[cs]e|indenture)|(?:the|either|each|neither|both|other) part(?:y|ies)|agrees? (?:to|that)|covenants?|in accordance with|pursuant to|prior written|forth in|(?:the|any) (?:tenant|landlord|lessee|lessor|borrower|lender|licensor|licensee|employee|employer|executive|consultant|contractor|disclosing party|receiving party|recipient|seller|buyer|purchaser|supplier|distributor|customer|client|company) (?:shall|will|may|agrees?|must))\b/gi;
const binding =
  /\b(?:this (?:\w+ ){0,3}(?:agreement|lease|contract|deed|licen[cs]e|undertaking|note|letter)|the (?:parties|undersigned)|(?:either|each|neither|both) part(?:y|ies)|by and between|in witness whereof|pleased to (?:offer|confirm)|your employment)\b/i;
/** A text of contract language has at least this many such words for each hundred; prose of other kinds stays below. */
const leastPerHundred = 0.8;
const sampled = 200_000;

/** Whether a text is written as contracts are: words of obligation and of the parties, and it speaks of itself or them. */
export function isContractLanguage({ text }: ReadingView): boolean {
  const sample = text.slice(0, sampled);
  let words = 1;
  for (let place = sample.indexOf(" "); place !== -1; place = sample.indexOf(" ", place + 1)) words++;
  let marks = 0;
  for (const _ of sample.matchAll(register)) marks++;
  return (marks * 100) / words >= leastPerHundred && binding.test(sample);
}
