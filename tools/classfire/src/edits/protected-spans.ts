import type { Span } from "#language/span.ts";

/** What no edit may touch: code, addresses, tags, quotations, tables. */
const protectedText: readonly RegExp[] = [
  /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|$(?![\s\S]))/gmu,
  /(`{1,3})(?!`)[^`\n]{1,500}\1(?!`)/gu,
  /\b(?:https?|ftp):\/\/[^\s<>"]{1,2000}|\bwww\.[^\s<>"]{1,2000}|[\w.+-]{1,64}@[\w.-]{1,255}/giu,
  /<[/!]?[a-z][^<>\n]{0,500}>/giu,
  /\]\([^()\n]{1,1000}\)/gu,
  /[“«][^“”«»\n]{1,1000}[”»]|(?<![\p{L}\p{N}])"[^"\n]{1,1000}"/gu,
  /^[^\S\n]{0,3}>[^\n]*$/gmu,
  /^[^\S\n]*\|[^\n]*\|[^\S\n]*$/gmu,
  /\$\$[^$]{1,2000}\$\$/gu,
];

/** Spans that must stay as they are, in order of their starts. */
function findProtected(text: string): readonly Span[] {
  return protectedText
    .flatMap((pattern) =>
      [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })),
    )
    .toSorted((one, other) => one.start - other.start);
}

/** The text with white space of the same length where it is protected. */
export function maskProtected(text: string): string {
  let masked = "";
  let at = 0;
  for (const { start, end } of findProtected(text)) {
    if (end <= at) continue;
    const from = Math.max(start, at);
    masked += text.slice(at, from) + text.slice(from, end).replace(/[^\n]/g, "\uFFFC");
    at = end;
  }
  return masked + text.slice(at);
}
