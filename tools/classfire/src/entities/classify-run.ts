import { isCommonWord, type Known, lookUp } from "./gazetteer.ts";
import {
  companyVerbs,
  demonyms,
  functionWords,
  honorifics,
  monthsAndDays,
  particles,
  placeEnds,
  placeStarts,
  speechVerbs,
} from "./name-words.ts";
import type { Token } from "./tokens.ts";

export type NameType = "PERSON" | "ORGANIZATION" | "LOCATION";

/** Capitals that follow each other in a sentence, and what stands around. */
export type Run = {
  readonly tokens: readonly Token[];
  readonly before: readonly Token[];
  readonly after: readonly Token[];
  /** Whether most of the sentence is in capitals, so that capitals tell nothing. */
  readonly isShouted: boolean;
};

/** A part of the run that is a name, by places of its tokens. */
export type NamedPart = { readonly first: number; readonly last: number; readonly type: NameType };

const initial = /^\p{Lu}\.?$/u;
const suffix = /^(?:jr|sr|ii|iii|iv|ph\.d|m\.d|esq)\.?$/;

/** The names in a run of capitals: known ones first, then what the words themselves and their neighbours tell. */
export function* classifyRun(run: Run): Generator<NamedPart> {
  let from = 0;
  while (from < run.tokens.length) {
    const part = personAt(run, from) ?? knownAt(run, from) ?? placeAt(run, from) ?? guessAt(run, from);
    if (part !== undefined) yield part;
    from = (part?.last ?? from) + 1;
  }
}

/** The longest known name that begins here. */
function knownAt({ tokens }: Run, first: number): NamedPart | undefined {
  for (let last = Math.min(tokens.length, first + 5) - 1; last >= first; last -= 1) {
    const words = tokens.slice(first, last + 1);
    const known = lookUp(words.map(({ lower }) => lower).join(" "));
    const type = known === undefined ? undefined : typeOf(known, words, tokens, last);
    if (type === undefined) continue;
    if (type === "LOCATION" && words.length === 1 && demonyms.test(words[0]?.lower ?? "")) return undefined;
    return { first, last: type === "PERSON" ? last : placeEnd(tokens, last), type };
  }
  return undefined;
}

function typeOf(known: Known, words: readonly Token[], tokens: readonly Token[], last: number): NameType | undefined {
  const [word] = words;
  if (word === undefined) return undefined;
  if (words.length === 1 && word.text.length < 3 && word.shape !== "upper") return undefined;
  if (known.place && !(known.organization && word.shape === "upper")) {
    const isWordToo =
      words.length === 1 &&
      word.startsSentence &&
      isCommonWord(word.lower) &&
      tokens.length > 1 &&
      !/\p{Lu}/u.test(tokens[last + 1]?.text ?? "");
    return isWordToo ? undefined : "LOCATION";
  }
  if (known.organization) {
    const isWord = words.length === 1 && word.shape !== "upper" && isCommonWord(word.lower) && word.startsSentence;
    return isWord ? undefined : "ORGANIZATION";
  }
  if (known.person && words.length > 1) return "PERSON";
  return undefined;
}

/** "Orange County", "Hudson River": what follows a known name and makes a place of it. */
function placeEnd(tokens: readonly Token[], last: number): number {
  return placeEnds.has(tokens[last + 1]?.lower ?? "") ? last + 1 : last;
}

/** A person: a title and a name, a given name and another, initials and a name. */
function personAt(run: Run, first: number): NamedPart | undefined {
  const { tokens } = run;
  const start = tokens[first];
  if (start === undefined) return undefined;
  const titled = first === 0 ? titledBefore(run) : honorifics.has(tokens[first - 1]?.lower ?? "");
  if (honorifics.has(start.lower) && !titled) return undefined;
  const last = personEnd(tokens, first);
  const names = tokens.slice(first, last + 1).filter(({ shape, text }) => shape !== "lower" && !initial.test(text));
  const surname = names.at(-1);
  if (surname === undefined) return undefined;
  const isName =
    !isCommonWord(surname.lower) || lookUp(surname.lower)?.last === true || lookUp(start.lower)?.first === true;
  if (titled && isName && !honorifics.has(start.lower) && !isBlocked(start)) return { first, last, type: "PERSON" };
  if (last === first) return undefined;
  const known = lookUp(start.lower);
  const isInitial = initial.test(start.text) && start.text.endsWith(".") && !start.startsSentence && !run.isShouted;
  if (isInitial && !isBlocked(surname) && (!isCommonWord(surname.lower) || lookUp(surname.lower)?.last === true))
    return { first, last, type: "PERSON" };
  const given = known?.first === true || initial.test(start.text);
  const isSurname = lookUp(surname.lower)?.last === true;
  const isPlainSurname = isCommonWord(surname.lower) && !isSurname && lookUp(surname.lower)?.first !== true;
  if (given && !isPlainSurname && !isPlaceEnd(surname)) return { first, last, type: "PERSON" };
  const isUnknown = !isCommonWord(start.lower) || !isCommonWord(surname.lower);
  const hasInitial =
    isUnknown && tokens.slice(first + 1, last).some(({ text }) => initial.test(text)) && !run.isShouted;
  if (placeStarts.has(start.lower)) return undefined;
  if ((hasInitial || (isSurname && !isCommonWord(start.lower) && known?.place !== true)) && !isBlocked(start))
    return { first, last, type: "PERSON" };
  return undefined;
}

function titledBefore({ before }: Run): boolean {
  const title = before.at(-1);
  if (title === undefined) return false;
  const isSigned = title.text === "/" && before.at(-2)?.lower === "s";
  const isNamed = title.text === ":" && /^(?:name|attn|attention)$/.test(before.at(-2)?.lower ?? "");
  return isSigned || isNamed || (honorifics.has(title.lower) && /^\p{Lu}/u.test(title.text));
}

function isBlocked({ lower }: Token): boolean {
  return functionWords.has(lower) || monthsAndDays.has(lower) || demonyms.test(lower);
}

function isPlaceEnd({ lower }: Token): boolean {
  return placeEnds.has(lower);
}

/** The last token of a name that begins here: at most five, no titles, no months, no known places after the second. */
function personEnd(tokens: readonly Token[], first: number): number {
  let last = first;
  for (let right = first + 1; right < tokens.length && right - first < 5; right += 1) {
    const token = tokens[right];
    if (token === undefined || honorifics.has(token.lower) || isBlocked(token)) break;
    if (suffix.test(token.lower) || token.shape !== "lower") last = right;
    else if (!particles.has(token.lower)) break;
  }
  return last;
}

/** A place by its words: "Lake Geneva", "Cook County", "Port Moresby". */
function placeAt({ tokens, isShouted }: Run, first: number): NamedPart | undefined {
  const [start, next] = [tokens[first], tokens[first + 1]];
  if (start === undefined || next === undefined || isShouted) return undefined;
  if (placeStarts.has(start.lower) && lookUp(next.lower)?.place === true)
    return { first, last: first + 1, type: "LOCATION" };
  if (/^(?:lake|mount|mt\.?|cape|port|fort|san|santa|saint|st\.)$/.test(start.lower) && !isCommonWord(next.lower))
    return { first, last: first + 1, type: "LOCATION" };
  if (placeEnds.has(next.lower) && !isCommonWord(start.lower) && lookUp(start.lower)?.first !== true)
    return { first, last: first + 1, type: "LOCATION" };
  return undefined;
}

/** "RocketLab", no "McDonald" or "DeWitt". */
const camelCase = /^(?!(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|St)\p{Lu})\p{Lu}\p{Ll}+\p{Lu}[\p{L}\p{N}]*$/u;

/** Capitals that stand for a name, and not one that everybody knows for a thing. */
function isAcronym({ shape, text, lower }: Token): boolean {
  return shape === "upper" && /^\p{Lu}{3,6}$/u.test(text) && !isCommonWord(lower);
}

/** Unknown capitals, by what stands around them. */
function guessAt(run: Run, first: number): NamedPart | undefined {
  const { tokens, before, after, isShouted } = run;
  const start = tokens[first];
  if (start === undefined || isShouted || isBlocked(start) || honorifics.has(start.lower)) return undefined;
  const last = tokens.length - 1;
  const words = tokens.slice(first);
  if (words.length === 1 && (isAcronym(start) || camelCase.test(start.text))) {
    const acts = companyVerbs.has(after[0]?.lower ?? "");
    const isAt = camelCase.test(start.text) && first === 0 && before.at(-1)?.lower === "at";
    return acts || isAt ? { first, last, type: "ORGANIZATION" } : undefined;
  }
  const unknown = words.every(
    ({ lower, shape, text }) =>
      shape === "capital" &&
      text.length > 1 &&
      !isCommonWord(lower) &&
      lookUp(lower)?.place !== true &&
      !demonyms.test(lower),
  );
  if (!unknown) return undefined;
  const [next, second] = after;
  if (words.length === 2 || words.length === 3) return { first, last, type: "PERSON" };
  if (words.length > 1) return undefined;
  const known = lookUp(start.lower);
  if (next !== undefined && speechVerbs.has(next.lower)) return { first, last, type: "PERSON" };
  const preposition = first === 0 ? before.at(-1)?.lower : undefined;
  if (/^(?:in|near|at|outside)$/.test(preposition ?? "") && known === undefined)
    return { first, last, type: "LOCATION" };
  if (next?.text === "," && second !== undefined && lookUp(second.lower)?.place === true && known?.first !== true)
    return { first, last, type: "LOCATION" };
  if (known?.first === true || known?.last === true) return { first, last, type: "PERSON" };
  return undefined;
}
