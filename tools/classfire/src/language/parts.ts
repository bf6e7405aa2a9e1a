import type { Span } from "./span.ts";

const size = 20_000;

/** A long text in parts that can be read one after the other, cut at an empty line or, in need, at the end of a line or word. */
export function splitParts(text: string): readonly Span[] {
  const parts: Span[] = [];
  let start = 0;
  while (text.length - start > size) {
    const end = cutAt(text, start);
    parts.push({ start, end });
    start = end;
  }
  parts.push({ start, end: text.length });
  return parts;
}

function cutAt(text: string, start: number): number {
  const window = text.slice(start, start + size);
  for (const mark of ["\n\n", ". ", "\n", " "]) {
    const found = window.lastIndexOf(mark);
    if (found > size / 2) return start + found + mark.length;
  }
  const end = start + size;
  const isPair = /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return isPair ? end - 1 : end;
}
