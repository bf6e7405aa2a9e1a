import { splitSentences } from "#language/sentences.ts";
import type { Span } from "#language/span.ts";

/** A word or mark, and how it is written. */
export type Token = Span & {
  readonly text: string;
  readonly lower: string;
  readonly shape: "capital" | "upper" | "lower" | "number" | "mark";
  /** Whether nothing but a space, or the break of a line within a paragraph, parts it from the token before. */
  readonly follows: boolean;
  /** Number of the sentence. */
  readonly sentence: number;
  readonly startsSentence: boolean;
};

/** Letters and digits with what joins them inside a word; or one mark. */
const pattern = /[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]|[.'’&-](?=[\p{L}\p{N}]))*|[^\s\p{L}\p{N}]/gu;
const dotted: ReadonlySet<string> = new Set(
  "inc corp ltd co llc mr mrs ms dr prof rev hon st mt gen col lt sgt capt maj gov sen rep jr sr bros no esq messrs ave blvd rd pres supt adm s.p.a s.a u.s ph.d".split(
    " ",
  ),
);
const possessive = /['’]s$/iu;

/** The tokens of a text, sentence by sentence. */
export function readTokens(text: string): readonly (readonly Token[])[] {
  return splitSentences(text).map((span, sentence) => tokensOf(text, span, sentence));
}

function tokensOf(text: string, span: Span, sentence: number): readonly Token[] {
  const tokens: Token[] = [];
  for (const match of text.slice(span.start, span.end).matchAll(pattern)) {
    const start = span.start + match.index;
    if (start < (tokens.at(-1)?.end ?? 0)) continue;
    for (const part of partsOf(text, match[0], start)) {
      const word = text.slice(part.start, part.end);
      const before = tokens.at(-1);
      tokens.push({
        ...part,
        text: word,
        lower: word.toLowerCase(),
        shape: shapeOf(word),
        follows: before !== undefined && joins(text.slice(before.end, part.start)),
        sentence,
        startsSentence: before === undefined || (/^["“‘'([*#>-]$/.test(before.text) && tokens.length <= 3),
      });
    }
  }
  return tokens;
}

/** Cuts the possessive and lower-case endings off names: "Acme's", "Paris-based"; keeps the full stop of abbreviations. */
function* partsOf(text: string, word: string, start: number): Generator<Span> {
  const end = start + word.length;
  const own = possessive.exec(word);
  const bound = /^\p{Lu}[\p{L}.]*(?=-\p{Ll})/u.exec(word);
  if (own !== null && own.index > 0) {
    yield* partsOf(text, word.slice(0, own.index), start);
    yield { start: start + own.index, end };
  } else if (bound !== null && !/-(?:al|el|ur|ad|as|sur|en|le|de|la|upon|on)-|^\p{L}{1,3}-/u.test(word)) {
    yield { start, end: start + bound[0].length };
    yield { start: start + bound[0].length, end };
  } else {
    const isDotted =
      text.charAt(end) === "." && (/^(?:\p{Lu}|(?:\p{L}\.)+\p{L})$/u.test(word) || dotted.has(word.toLowerCase()));
    yield { start, end: isDotted ? end + 1 : end };
  }
}

function joins(gap: string): boolean {
  return gap.length <= 3 && /^(?: {0,3}|[ ]?\r?\n[ ]?|[\u00a0\u202f\t])$/.test(gap);
}

function shapeOf(word: string): Token["shape"] {
  const first = String.fromCodePoint(word.codePointAt(0) ?? 0);
  if (/\p{N}/u.test(first)) return "number";
  if (!/\p{L}/u.test(first)) return "mark";
  if (!/\p{Lu}/u.test(first)) return "lower";
  return word.length > 1 && word === word.toUpperCase() && /\p{L}.*\p{L}/u.test(word) ? "upper" : "capital";
}
