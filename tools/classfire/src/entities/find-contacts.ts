import type { Found } from "./entity.ts";

const email =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}_%+-][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,6}\p{L}{2,24}(?![\p{L}\p{N}])/gu;
const url =
  /(?<![\p{L}\p{N}])(?:https?|ftp|sftp):\/\/[^\s<>"“”«»{}|\\^`\0]{1,2000}|(?<![\p{L}\p{N}@./-])www\.[^\s<>"“”«»{}|\\^`\0]{1,2000}/giu;
const site =
  /(?<![\p{L}\p{N}@._/-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}(?:com|org|net|edu|gov|io|info|eu|int|co\.uk)(?![\p{L}\p{N}@-]|\.[\p{L}\p{N}])(?:\/[^\s<>"“”«»]{0,500})?/giu;
const phone =
  /(?<![\p{L}\p{N}.,/+-])(?:\+\d{1,3}[\s.-]{0,2}(?:\(\d{1,4}\)|\d{1,4})(?:[\s.-]{0,2}\d{2,5}){1,5}|\(\d{2,5}\)\s?\d{3,4}[\s.-]?\d{3,4}|(?:1[\s.-])?[2-9]\d{2}([.-])\d{3}\1\d{4}|1-8\d{2}-\d{3}-\d{4}|0\d{2,4}[\s-]\d{3,4}[\s-]?\d{3,4})(?:\s?(?:ext\.?|x|extension)\s?\d{1,6})?(?![\p{L}\p{N}]|[.,-]\d)/giu;
const announced =
  /\b(?:tel(?:ephone)?|phone|fax|facsimile|mobile|cell|call)\b[.:]?(?:\s{0,3}(?:no\.?|number|at|us at)\b)?\s{0,3}:?\s{0,3}((?:\+|\()?\d[\d\s().-]{5,20}\d)(?!\d)/giu;

/** Mail addresses, addresses of the web, and telephone numbers. */
export function* findContacts(text: string): Generator<Found> {
  for (const match of text.matchAll(email)) yield { type: "EMAIL", ...spanOf(match), value: match[0].toLowerCase() };
  for (const match of [...text.matchAll(url), ...text.matchAll(site)]) {
    const trimmed = trimUrl(match[0]);
    if (trimmed.length < 6) continue;
    const value = URL.parse(/^\w{1,10}:\/\//.test(trimmed) ? trimmed : `http://${trimmed}`)?.href ?? null;
    yield { type: "URL", start: match.index, end: match.index + trimmed.length, value };
  }
  for (const match of text.matchAll(phone)) yield* phoneAt(match[0], match.index);
  for (const match of text.matchAll(announced)) {
    const number = match[1] ?? "";
    yield* phoneAt(number, match.index + match[0].length - number.length);
  }
}

function* phoneAt(written: string, start: number): Generator<Found> {
  const number = written.replace(/(?:ext\.?|x|extension)\s?\d{1,6}$/i, "");
  const count = number.replace(/\D/g, "").length;
  if (count < 7 || count > 15 || /^\d{4}-\d{2}-\d{2}$/.test(written)) return;
  const value = `${number.startsWith("+") ? "+" : ""}${number.replace(/\D/g, "")}`;
  yield { type: "PHONE", start, end: start + written.length, value };
}

/** Without the marks that belong to the sentence around, and a bracket that closes what opened before the address. */
function trimUrl(written: string): string {
  let end = written.length;
  for (; end > 0; end -= 1) {
    const last = written.charAt(end - 1);
    if (/[.,;:!?'’”*_\]]/u.test(last)) continue;
    if (last !== ")" || count(written, "(", end) >= count(written, ")", end)) break;
  }
  return written.slice(0, end);
}

function count(text: string, mark: string, end: number): number {
  let found = 0;
  for (let at = text.indexOf(mark); at !== -1 && at < end; at = text.indexOf(mark, at + 1)) found += 1;
  return found;
}

function spanOf(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}
