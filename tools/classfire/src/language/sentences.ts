import { type Span, trimSpan } from "./span.ts";

/** Where a sentence may end: marks with what closes after them, an empty line, or the start of a list item or heading. */
const boundary =
  /[.!?…؟।]+["'”’»)\]]{0,4}(?=\s|$)|[。！？]+["'”’」』）]{0,4}|\n(?=[^\S\n]*\n)|\n(?=[^\S\n]*(?:[-*•#>|]|\d{1,3}[.)])\s)/gu;

/** After these a full stop ends no sentence. */
const abbreviations: ReadonlySet<string> = new Set(
  `mr mrs ms dr prof rev hon sr jr st mt messrs gen col lt sgt capt maj adm gov sen rep pres supt inc ltd corp co bros vs v no nos art arts sec secs
  fig figs para paras ch cl ex vol p pp ed eds approx e.g i.e cf al viz et dept univ assn est ext tel fax jan feb mar apr jun jul aug sep sept oct nov dec
  u.s u.k u.n u.s.c c.f.r pub`.split(/\s+/),
);

/** Longer ones are cut, at a space where there is one: no caller's work may grow with a text without full stops. */
const longest = 4_000;
/** Titles, which a name follows: what comes next says nothing. */
const beforeNames: ReadonlySet<string> = new Set(
  "mr mrs ms dr prof rev hon st mt messrs gen col lt sgt capt maj adm gov sen rep pres vs v no nos art sec fig vol e.g i.e cf".split(
    " ",
  ),
);

/** The sentences of a text in any language, without the space around them; headings and list items count as sentences. */
export function splitSentences(text: string): readonly Span[] {
  const sentences: Span[] = [];
  let start = 0;
  const close = (end: number): void => {
    for (const span of cut(text, trimSpan(text, { start, end }))) sentences.push(span);
    start = end;
  };
  for (const match of text.matchAll(boundary)) {
    const end = match.index + match[0].length;
    if (!match[0].startsWith(".") || match[0].length > 1 || endsSentence(text, start, match.index)) close(end);
  }
  close(text.length);
  return sentences;
}

/** Whether the full stop here ends a sentence, as what stands around it tells. */
function endsSentence(text: string, start: number, stop: number): boolean {
  const word = wordBefore(text, start, stop);
  const next = text.slice(stop + 1, stop + 12).trimStart();
  if (/^\p{Ll}/u.test(next)) return false;
  const lower = word.toLowerCase();
  if (beforeNames.has(lower) || /^\p{Lu}$/u.test(word)) return false;
  if (/^\d{1,3}$/.test(word) && text.slice(start, stop).trim() === word) return false;
  if (abbreviations.has(lower))
    return /^\p{Lu}/u.test(next) && /^(?:inc|ltd|corp|co|bros|u\.s|u\.k|jr|sr)$/.test(lower) && startsSentence(next);
  return true;
}

/** After an abbreviation that may end a sentence, only words that start sentences tell that it does. */
function startsSentence(next: string): boolean {
  return /^(?:The|This|That|It|He|She|They|We|In|On|At|If|But|And|As|For|All|Any|Each|No|By)\b/.test(next);
}

function wordBefore(text: string, start: number, stop: number): string {
  let from = stop;
  while (from > start && stop - from < 20 && /[\p{L}\p{N}.]/u.test(text.charAt(from - 1))) from -= 1;
  return text.slice(from, stop);
}

function* cut(text: string, { start, end }: Span): Generator<Span> {
  let from = start;
  while (end - from > longest) {
    const space = text.lastIndexOf(" ", from + longest);
    const to = space > from + longest / 2 ? space : from + longest;
    yield trimSpan(text, { start: from, end: to });
    from = to;
  }
  const rest = trimSpan(text, { start: from, end });
  if (rest.end > rest.start) yield rest;
}
