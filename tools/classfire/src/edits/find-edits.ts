import { splitSentences } from "#language/sentences.ts";
import type { Span } from "#language/span.ts";
import type { Edit, EditKind, Suggestion } from "./edit.ts";
import { nominalizations } from "./nominalizations.ts";
import { type Phrase, phrases } from "./phrases.ts";
import { maskProtected } from "./protected-spans.ts";

const reasons: { readonly [kind in EditKind]: string } = {
  filler: "Says nothing: leave it out",
  wordy_phrase: "A shorter phrase says the same",
  redundancy: "Says the same twice",
  nominalization: "A verb is clearer than a noun made from it",
  long_sentence: "Two sentences are easier to read than a long one",
  passive: "Say who does it first: the active voice is shorter",
};

/** Sentences above this many words are hard to follow. */
const longSentence = 28;

type Rules = { readonly pattern: RegExp; readonly byPhrase: ReadonlyMap<string, Phrase> };

let rules: Rules | undefined;

/** Edits that keep the meaning, in order and none over another, and what a person should look at. */
export function findEdits(text: string): {
  readonly edits: readonly Edit[];
  readonly suggestions: readonly Suggestion[];
} {
  const masked = maskProtected(text);
  const edits: Edit[] = [];
  for (const edit of phraseEdits(text, masked)) if (edit.start >= (edits.at(-1)?.end ?? 0)) edits.push(edit);
  const suggestions: Suggestion[] = [];
  for (const sentence of splitSentences(masked)) {
    const words = masked.slice(sentence.start, sentence.end).match(/\p{L}[\p{L}'’-]*/gu)?.length ?? 0;
    suggestions.push(...passives(text, masked, sentence));
    if (words <= longSentence) continue;
    const split = splitEdit(text, masked, sentence);
    const isFree = split !== undefined && edits.every(({ start, end }) => end <= split.start || start >= split.end);
    if (isFree) edits.push(split);
    else suggestions.push(suggestion(text, sentence, "long_sentence", `${words} words in one sentence: say it in two`));
  }
  return { edits: edits.toSorted((one, other) => one.start - other.start), suggestions };
}

function createRules(): Rules {
  const all = [...phrases, ...nominalizations].toSorted((one, other) => other.phrase.length - one.phrase.length);
  const written = all.map(({ phrase }) => phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" ", "\\s{1,3}"));
  return {
    pattern: new RegExp(`(?<![\\p{L}\\p{N}_'’-])(?:${written.join("|")})(?![\\p{L}\\p{N}_'’-])`, "giu"),
    byPhrase: new Map(all.map((phrase) => [phrase.phrase, phrase])),
  };
}

function* phraseEdits(text: string, masked: string): Generator<Edit> {
  rules ??= createRules();
  for (const match of masked.matchAll(rules.pattern)) {
    const [written] = match;
    const phrase = rules.byPhrase.get(written.toLowerCase().replace(/\s+/g, " "));
    if (phrase === undefined || !isPlainlyWritten(written) || written.includes("\n\n")) continue;
    const edit = toEdit(text, match.index, written, phrase);
    if (edit !== undefined) yield edit;
  }
}

/** Capitals inside belong to names and titles: those stay. */
function isPlainlyWritten(written: string): boolean {
  return written.slice(1) === written.slice(1).toLowerCase();
}

function toEdit(text: string, start: number, written: string, { replacement, kind }: Phrase): Edit | undefined {
  const isCapital = /^\p{Lu}/u.test(written);
  if (replacement !== "") {
    const end = start + written.length;
    return edit(text, start, end, isCapital ? capitalized(replacement) : replacement, kind);
  }
  const next = /^[^\S\n]{1,3}(?=([\p{L}\p{N}]+))/u.exec(
    text.slice(start + written.length, start + written.length + 80),
  );
  if (next === null) return undefined;
  const end = start + written.length + next[0].length;
  if (!isCapital) return edit(text, start, end, "", kind);
  const first = text.charAt(end);
  return edit(text, start, end + 1, first.toUpperCase(), kind);
}

/** Where a long sentence may be cut without a change of words: a semicolon, or a conjunction before a new subject. */
function splitEdit(text: string, masked: string, { start, end }: Span): Edit | undefined {
  const sentence = masked.slice(start, end);
  const places = [
    ...sentence.matchAll(
      /;\s{1,2}(?=\p{L})|,\s{1,2}(?=(?:and|but|so)\s{1,2}(?:it|they|we|he|she|you|I|this|these|there)\s)/gu,
    ),
  ];
  const middle = sentence.length / 2;
  const best = places.toSorted((one, other) => Math.abs(one.index - middle) - Math.abs(other.index - middle))[0];
  if (best === undefined || best.index < 25 || sentence.length - best.index < 25 || sentence.includes("\n\n"))
    return undefined;
  const isBracketed = /[([]/.test(sentence.slice(0, best.index)) && !/[)\]]/.test(sentence.slice(0, best.index));
  if (isBracketed || /:\s/.test(sentence)) return undefined;
  const from = start + best.index;
  const letter = from + best[0].length;
  const joined = /^and\s{1,2}/u.exec(text.slice(letter, letter + 6))?.[0] ?? "";
  const to = letter + joined.length;
  return edit(text, from, to + 1, `. ${text.charAt(to).toUpperCase()}`, "long_sentence");
}

const passive =
  /\b(?:is|are|was|were|been|being|be)\s{1,2}(?:\p{Ll}{2,12}ly\s{1,2})?(?:\p{Ll}{2,18}ed|done|made|given|taken|written|shown|seen|known|held|kept|sent|built|found|brought|chosen|driven|led|paid|put|run|set|told|won)\s{1,2}by\s{1,2}(?=\p{L})/gu;

function* passives(text: string, masked: string, sentence: Span): Generator<Suggestion> {
  for (const match of masked.slice(sentence.start, sentence.end).matchAll(passive)) {
    const start = sentence.start + match.index;
    yield suggestion(text, { start, end: start + match[0].trimEnd().length }, "passive", reasons.passive);
  }
}

function suggestion(text: string, { start, end }: Span, kind: EditKind, reason: string): Suggestion {
  return { start, end, text: text.slice(start, Math.min(end, start + 200)), kind, reason };
}

function edit(text: string, start: number, end: number, replacement: string, kind: EditKind): Edit {
  return { start, end, original: text.slice(start, end), replacement, kind, reason: reasons[kind] };
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** The text with all edits made. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let edited = "";
  let at = 0;
  for (const { start, end, replacement } of edits) {
    edited += text.slice(at, start) + replacement;
    at = end;
  }
  return edited + text.slice(at);
}
