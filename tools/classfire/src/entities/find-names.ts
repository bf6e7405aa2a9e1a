import { classifyRun, type NamedPart, type NameType } from "./classify-run.ts";
import type { Found } from "./entity.ts";
import { findCompanies, isCapital, type TokenRange } from "./find-companies.ts";
import { findInstitutions } from "./find-institutions.ts";
import { functionWords, monthsAndDays, particles } from "./name-words.ts";
import type { Token } from "./tokens.ts";

/** Names of a sentence, and its runs of capitals that are none as far as the sentence tells. */
export type SentenceNames = { readonly names: readonly Found[]; readonly open: readonly TokenRange[] };

/** People, organisations and places of one sentence; `isTaken` tells which tokens belong to something else. */
export function findNames(tokens: readonly Token[], isTaken: (token: Token) => boolean): SentenceNames {
  const taken = tokens.map(isTaken);
  const isFree = (index: number): boolean => taken[index] === false;
  const names: Found[] = [];
  const take = ({ first, last }: TokenRange, type: NameType): void => {
    const [from, to] = [tokens[first], tokens[last]];
    if (from === undefined || to === undefined) return;
    names.push({ type, start: from.start, end: to.end });
    taken.fill(true, first, last + 1);
  };
  for (const range of findCompanies(tokens)) if (rangeIsFree(range, isFree)) take(range, "ORGANIZATION");
  for (const range of findInstitutions(tokens, isFree)) take(range, "ORGANIZATION");
  const isShouted = shouts(tokens);
  const open: TokenRange[] = [];
  for (const range of runsOf(tokens, isFree)) {
    const run = {
      tokens: tokens.slice(range.first, range.last + 1),
      before: tokens.slice(Math.max(0, range.first - 3), range.first),
      after: tokens.slice(range.last + 1, range.last + 4),
      isShouted,
    };
    let from = range.first;
    for (const part of classifyRun(run)) {
      const found = moved(part, range.first);
      if (found.first > from) open.push({ first: from, last: found.first - 1 });
      take(found, part.type);
      from = found.last + 1;
    }
    if (from <= range.last) open.push({ first: from, last: range.last });
  }
  return { names, open };
}

function moved({ first, last }: NamedPart, by: number): TokenRange {
  return { first: first + by, last: last + by };
}

function rangeIsFree({ first, last }: TokenRange, isFree: (index: number) => boolean): boolean {
  for (let index = first; index <= last; index += 1) if (!isFree(index)) return false;
  return true;
}

function shouts(tokens: readonly Token[]): boolean {
  const words = tokens.filter(({ shape }) => shape !== "mark" && shape !== "number");
  const upper = words.filter(({ shape }) => shape === "upper").length;
  return upper > 0.6 * words.length && words.length > 1;
}

/** Runs of capitals, without the function words at their start, and with the small words of names inside. */
function* runsOf(tokens: readonly Token[], isFree: (index: number) => boolean): Generator<TokenRange> {
  let at = 0;
  while (at < tokens.length) {
    const first = at;
    if (!isStart(tokens[first]) || !isFree(first) || isLabel(tokens, first)) {
      at += 1;
      continue;
    }
    let last = first;
    while (last + 1 < tokens.length) {
      const step = stepAfter(tokens, last, isFree);
      if (step === 0) break;
      last += step;
    }
    yield { first, last };
    at = last + 1;
  }
}

/** How many tokens on the run goes: one for a capital, two or three for one after small words, none at its end. */
function stepAfter(tokens: readonly Token[], last: number, isFree: (index: number) => boolean): number {
  for (let step = 1; step <= 3; step += 1) {
    const token = tokens[last + step];
    if (token === undefined || !token.follows || !isFree(last + step) || isLabel(tokens, last + step)) return 0;
    if (isCapital(token))
      return step === 1 && functionWords.has(token.lower) && token.shape !== "upper" && !isNameWord(token) ? 0 : step;
    if (!particles.has(token.lower) || token.shape !== "lower") return 0;
  }
  return 0;
}

const labels =
  /^(?:name|title|date|by|address|attn|attention|email|e-mail|phone|fax|tel|telephone|its|re|lenders?|borrowers?|sellers?|buyers?)$/;

/** "Name:", "Title:" in a block of signatures end what stands before, and are no part of what follows. */
function isLabel(tokens: readonly Token[], at: number): boolean {
  return tokens[at + 1]?.text === ":" && labels.test(tokens[at]?.lower ?? "");
}

function isStart(token: Token | undefined): boolean {
  if (!isCapital(token)) return false;
  return !functionWords.has(token.lower) && !monthsAndDays.has(token.lower) ? true : isNameWord(token);
}

/** Function words that begin names: "New York", "US". */
function isNameWord({ lower, shape }: Token): boolean {
  return lower === "new" || (lower === "us" && shape === "upper") || lower === "will" || lower === "may";
}
