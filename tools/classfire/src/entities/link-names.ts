import type { Found } from "./entity.ts";
import { isLegalForm, type TokenRange } from "./find-companies.ts";
import { isCommonWord, lookUp } from "./gazetteer.ts";
import { particles } from "./name-words.ts";
import type { Token } from "./tokens.ts";

type Sentence = {
  readonly tokens: readonly Token[];
  readonly names: readonly Found[];
  readonly open: readonly TokenRange[];
};
type Full = { readonly type: Found["type"]; readonly value: string };

/**
 * Names of the whole text: the short forms that come after a full name are found too and have it as their value,
 * "Acme" after "Acme Widgets, Inc.", "Smith" after "Jane Smith", "SEC" after "Securities and Exchange Commission (SEC)".
 */
export function linkNames(sentences: readonly Sentence[], text: string): readonly Found[] {
  const shortForms = new Map<string, Full>();
  for (const { names, tokens } of sentences) {
    for (const name of names)
      for (const form of shortFormsOf(name, tokens, text)) {
        const full = { type: name.type, value: clean(text.slice(name.start, name.end)) };
        const known = shortForms.get(form);
        if (known === undefined || (known.type === full.type && known.value.length < full.value.length))
          shortForms.set(form, full);
      }
  }
  return sentences.flatMap(({ tokens, names, open }) => [
    ...names.map((name) => ({ ...name, ...(name.value === undefined ? valueOf(name, shortForms, text) : {}) })),
    ...open.flatMap((range) => openNames(range, tokens, shortForms)),
  ]);
}

function valueOf(
  name: Found,
  shortForms: ReadonlyMap<string, Full>,
  text: string,
): { type: Found["type"]; value: string } {
  const value = clean(text.slice(name.start, name.end));
  const full = shortForms.get(value.toLowerCase());
  const isPart =
    full !== undefined && full.value.length > value.length && (full.type === name.type || name.type === "PERSON");
  return isPart ? full : { type: name.type, value };
}

/** What stands for a name where it comes again; all in lower case. */
function* shortFormsOf(name: Found, tokens: readonly Token[], text: string): Generator<string> {
  const words = tokens.filter(({ start, end }) => start >= name.start && end <= name.end);
  const after = tokens.filter(({ start }) => start >= name.end).slice(0, 5);
  if (name.type === "PERSON" && words.length > 1) {
    const last = words.findLast(({ text: word, lower }) => word.length > 2 && !/^(?:jr|sr|iii|esq)\.?$/.test(lower));
    if (last !== undefined && (!isCommonWord(last.lower) || lookUp(last.lower)?.last === true)) yield last.lower;
    const particle = words.findIndex(({ lower, shape }) => shape === "lower" && particles.has(lower));
    if (particle > 0)
      yield words
        .slice(particle)
        .map(({ lower }) => lower)
        .join(" ");
  }
  if (name.type !== "ORGANIZATION") return;
  const form = words.findIndex((token, index) => index > 0 && isLegalForm(token));
  const bare = (form === -1 ? words : words.slice(0, form)).filter(({ shape }) => shape !== "mark");
  if (form > 0) yield bare.map(({ lower }) => lower).join(" ");
  const [first] = bare;
  if (first !== undefined && form > 0 && first.text.length > 2 && !isCommonWord(first.lower)) yield first.lower;
  yield* definedForms(words, after, text);
}

/** A short form in brackets after the name, such as (SEC) or (“Acme”), when it is made of the name's letters. */
function* definedForms(words: readonly Token[], after: readonly Token[], text: string): Generator<string> {
  if (after[0]?.text !== "(") return;
  const inner = after.slice(1, 4).find(({ shape }) => shape === "capital" || shape === "upper");
  if (inner === undefined || text.slice(after[0].end, inner.start).length > 8) return;
  const letters = words
    .filter(({ shape }) => shape === "capital" || shape === "upper")
    .map(({ lower }) => lower.charAt(0))
    .join("");
  const isAcronym = inner.shape === "upper" && (letters.startsWith(inner.lower) || subsequence(inner.lower, letters));
  if (
    isAcronym ||
    words.some(({ lower, startsSentence }) => lower === inner.lower && !startsSentence && !isCommonWord(lower))
  )
    yield inner.lower;
}

function subsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of whole) if (letter === part.charAt(at)) at += 1;
  return at === part.length && part.length > 1;
}

/** Known short forms in a run of capitals that named nothing by itself. */
function openNames(
  { first, last }: TokenRange,
  tokens: readonly Token[],
  shortForms: ReadonlyMap<string, Full>,
): readonly Found[] {
  const found: Found[] = [];
  let at = first;
  while (at <= last) {
    let end = Math.min(last, at + 4);
    let full: Full | undefined;
    for (; end >= at; end -= 1) {
      full = shortForms.get(
        tokens
          .slice(at, end + 1)
          .map(({ lower }) => lower)
          .join(" "),
      );
      if (full !== undefined) break;
    }
    const [from, to] = [tokens[at], tokens[end]];
    if (full !== undefined && from !== undefined && to !== undefined)
      found.push({ ...full, start: from.start, end: to.end });
    at = full === undefined ? at + 1 : end + 1;
  }
  return found;
}

function clean(name: string): string {
  return name.replace(/\s+/g, " ");
}
