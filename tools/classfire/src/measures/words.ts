import type { Span } from "#language/span.ts";

const word = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:[’'.-][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*/gu;
const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

let segmenter: Intl.Segmenter | undefined;

/** Words of a text in any language; scripts without spaces are cut by the words that Unicode's dictionaries know. */
export function* findWords(text: string): Generator<Span & { readonly text: string }> {
  for (const match of text.matchAll(word)) {
    const [found] = match;
    if (!withoutSpaces.test(found)) {
      yield { start: match.index, end: match.index + found.length, text: found };
      continue;
    }
    segmenter ??= new Intl.Segmenter("und", { granularity: "word" });
    for (let from = 0; from < found.length; from += chunk) {
      for (const { segment, index, isWordLike } of segmenter.segment(found.slice(from, from + chunk))) {
        const start = match.index + from + index;
        if (isWordLike === true) yield { start, end: start + segment.length, text: segment };
      }
    }
  }
}

/** The segmenter's time grows faster than what it is given. */
const chunk = 2_000;
