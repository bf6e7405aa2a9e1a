import { isCapital, type TokenRange } from "./find-companies.ts";
import { isCommonWord, lookUp } from "./gazetteer.ts";
import {
  demonyms,
  forceHeads,
  forceKinds,
  functionWords,
  monthsAndDays,
  ofHeads,
  publicStarts,
  strongHeads,
  weakHeads,
} from "./name-words.ts";
import type { Token } from "./tokens.ts";

type IsFree = (index: number) => boolean;

/** Institutions by their heads: "Ministry of Finance", "Harvard University", "Delaware Court of Chancery". */
export function findInstitutions(tokens: readonly Token[], isFree: IsFree): readonly TokenRange[] {
  const found: TokenRange[] = [];
  let free = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const isLeft: IsFree = (index) => index >= free && isFree(index);
    const range = institutionAt(tokens, at, isFree, isLeft);
    if (range === undefined) continue;
    const { first, last } = widerThan(range, tokens, isFree, isLeft);
    found.push({ first, last });
    free = last + 1;
    at = last;
  }
  return found;
}

function institutionAt(tokens: readonly Token[], at: number, isFree: IsFree, isLeft: IsFree): TokenRange | undefined {
  const head = tokens[at];
  if (!isCapital(head) || !isFree(at)) return undefined;
  const isStrong = strongHeads.has(head.lower) || isForce(tokens, at);
  if (!isStrong && !weakHeads.has(head.lower) && !ofHeads.has(head.lower)) return undefined;
  const first = leftEnd(tokens, at, isLeft);
  const last = ofHeads.has(head.lower) || isStrong ? rightEnd(tokens, at, isFree) : at;
  return isInstitution(tokens, { first, last }, at) ? { first, last } : undefined;
}

/** "U.S. Securities" is the beginning of "U.S. Securities and Exchange Commission": the head that holds both stays. */
function widerThan(range: TokenRange, tokens: readonly Token[], isFree: IsFree, isLeft: IsFree): TokenRange {
  let widest = range;
  for (let at = range.last + 1; at <= range.last + 4; at += 1) {
    const token = tokens[at];
    const goesOn = isCapital(token) || (/^(?:and|&)$/.test(token?.lower ?? "") && isPlainPair(tokens, at));
    if (!goesOn || !isFree(at)) break;
    const wider = institutionAt(tokens, at, isFree, isLeft);
    if (wider !== undefined && wider.first <= range.first) widest = wider;
  }
  return widest;
}

/** "Air Force", "Coast Guard". */
function isForce(tokens: readonly Token[], at: number): boolean {
  return forceHeads.has(tokens[at]?.lower ?? "") && forceKinds.has(tokens[at - 1]?.lower ?? "");
}

function leftEnd(tokens: readonly Token[], at: number, isFree: IsFree): number {
  let first = at;
  for (let left = at - 1; left >= 0 && at - left < 8; left -= 1) {
    const token = tokens[left];
    const right = tokens[left + 1];
    if (token === undefined || !isFree(left) || right?.follows !== true) break;
    if (isCapital(token)) {
      const isNameWord = token.lower === "new" || token.text === "US";
      if ((functionWords.has(token.lower) && !isNameWord) || monthsAndDays.has(token.lower)) break;
      if (token.startsSentence && mayOnlyStart(token) && !isCapital(tokens[left + 2])) break;
      first = left;
    } else if (token.text === "&" || (token.lower === "and" && isPlainPair(tokens, left))) continue;
    else break;
  }
  return first;
}

/** Whether a capital at the start of a sentence may be due to that alone. */
function mayOnlyStart(token: Token): boolean {
  return isPlain(token) && token.text !== "US" && !publicStarts.has(token.lower);
}

/** "Securities and Exchange": two common words with capitals; two names would be two things. */
function isPlainPair(tokens: readonly Token[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  return isCapital(before) && isCapital(after) && isPlain(before) && isPlain(after);
}

function rightEnd(tokens: readonly Token[], at: number, isFree: IsFree): number {
  const opening = tokens[at + 1];
  if (opening === undefined || !opening.follows || !/^(?:of|for|on)$/.test(opening.lower)) return at;
  if (opening.lower !== "of" && tokens[at]?.lower === "bank") return at;
  let last = at;
  for (let right = at + 1; right < tokens.length && right - at < 12; right += 1) {
    const token = tokens[right];
    if (token === undefined || !isFree(right)) break;
    if (isCapital(token)) {
      if (!token.follows || monthsAndDays.has(token.lower)) break;
      last = right;
    } else if (token.lower === "and" || token.text === "&" || token.text === ",") {
      if (!isPlainPair(tokens, right) && !(token.text === "," && isList(tokens, right))) break;
    } else if (!/^(?:of|for|the|on)$/.test(token.lower)) break;
  }
  return last;
}

/** "Department of Health, Education, and Welfare". */
function isList(tokens: readonly Token[], at: number): boolean {
  const after = tokens[at + 1];
  const isNext = isCapital(after) && isPlain(after) && isCapital(tokens[at - 1]) && isPlain(tokens[at - 1]);
  return isNext && tokens.slice(at + 2, at + 4).some(({ lower }) => lower === "and" || lower === "&");
}

function isInstitution(tokens: readonly Token[], { first, last }: TokenRange, at: number): boolean {
  const head = tokens[at];
  if (head === undefined || first === last) return false;
  const before = tokens.slice(first, at).filter(isCapital);
  const after = tokens.slice(at + 1, last + 1).filter(isCapital);
  if (head.lower === "board" && /^(?:directors|managers|trustees)$/.test(after.at(-1)?.lower ?? "")) return false;
  if (after.length > 0 && ofHeads.has(head.lower)) return true;
  const isStrong = strongHeads.has(head.lower) || isForce(tokens, at);
  if (isStrong && (after.length > 0 || before.length > 1)) return true;
  if (before.length > 1 && publicStarts.has(before[0]?.lower ?? "") && !isCapital(tokens[last + 1])) return true;
  return (
    (startsWithPlace(before) || before.some((token) => isNameOrPlace(token))) &&
    before.every(({ lower }) => lower !== "no.")
  );
}

/** "United States Postal Service": a place of several words, and what it is that it has. */
function startsWithPlace(before: readonly Token[]): boolean {
  const words = before.map(({ lower }) => lower);
  return words.some((_, index) => lookUp(words.slice(0, index + 1).join(" "))?.place === true);
}

function isNameOrPlace(token: Token): boolean {
  return !isPlain(token) || demonyms.test(token.lower) || lookUp(token.lower)?.place === true;
}

function isPlain(token: Token | undefined): boolean {
  return token !== undefined && isCommonWord(token.lower) && lookUp(token.lower)?.place !== true;
}
