/** The words that start a reference after its `$`. */
export type ReferenceRoot = "result" | "steps" | "input" | "item" | "index";

const dollar = 0x24;

/** Whether the text must be read as a reference: `$` and a reference word, then its end or no letter, digit or `_`. */
export function isReferenceText(text: string): boolean {
  return text.charCodeAt(0) === dollar && rootAt(text, 1) !== undefined;
}

/** Whether the text is a reference word behind two `$` or more, of which the first only says "this is text". */
export function isEscapedReference(text: string): boolean {
  if (text.charCodeAt(0) !== dollar || text.charCodeAt(1) !== dollar) return false;
  let at = 2;
  while (text.charCodeAt(at) === dollar) at++;
  return rootAt(text, at) !== undefined;
}

/** The reference word that stands at a place in the text, whole: `inputs` is none. */
export function rootAt(text: string, at: number): ReferenceRoot | undefined {
  const root = wordAt(text, at);
  return root === undefined || continuesWord(text, at + root.length) ? undefined : root;
}

function wordAt(text: string, at: number): ReferenceRoot | undefined {
  switch (text.charCodeAt(at)) {
    case 0x72:
      return text.startsWith("result", at) ? "result" : undefined;
    case 0x73:
      return text.startsWith("steps", at) ? "steps" : undefined;
    case 0x69:
      if (text.startsWith("input", at)) return "input";
      if (text.startsWith("item", at)) return "item";
      return text.startsWith("index", at) ? "index" : undefined;
    default:
      return undefined;
  }
}

function continuesWord(text: string, at: number): boolean {
  const code = text.codePointAt(at);
  if (code === undefined) return false;
  if (code > 0x7f) return /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
  return isNameStart(code) || isDigit(code);
}

/** Letters and `_`: what a name starts with. */
export function isNameStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
