import type { DslEvaluationError } from "#contracts/errors.ts";

/** Makes the error for a place in the text, counted from 0. */
export type Malformed = (at: number, expected: string) => DslEvaluationError;

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** Reads a JSON string, or the same in single quotes, whose opening quote stands at `start`; `end` is behind the closing one. */
export function parseQuoted(
  text: string,
  start: number,
  malformed: Malformed,
): { readonly value: string; readonly end: number } {
  const quote = text.charAt(start);
  let value = "";
  let at = start + 1;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === quote) return { value, end: at + 1 };
    if (character < " ") throw malformed(at, "an escape such as \\n in place of a control character");
    if (character !== "\\") {
      value += character;
      at++;
      continue;
    }
    const escaped = text.charAt(at + 1);
    if (escaped === "u") {
      value += unicodeEscape(text, at, malformed);
      at += 6;
      continue;
    }
    const meaning = escaped === "'" && quote === "'" ? "'" : escapes.get(escaped);
    if (meaning === undefined) throw malformed(at, "a JSON escape, such as \\\\, \\n or \\u00e9");
    value += meaning;
    at += 2;
  }
  throw malformed(at, `the closing ${quote}`);
}

function unicodeEscape(text: string, at: number, malformed: Malformed): string {
  const digits = text.slice(at + 2, at + 6);
  if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw malformed(at, "four hexadecimal digits after \\u");
  return String.fromCharCode(Number.parseInt(digits, 16));
}
