/** What stands before the words of a numbered unit: `ARTICLE IV`, `Section 9`, `1.1`, `(a)`. */
export type Marker = {
  readonly kind: "article" | "section" | "decimal" | "roman" | "letter" | "parenthesis";
  readonly number: string;
  /** How many parts the number has: 2 for `1.1`. */
  readonly depth: number;
  /** How many characters the marker takes, with the space after it. */
  readonly length: number;
};

const patterns: readonly { readonly kind: Marker["kind"]; readonly pattern: RegExp }[] = [
  {
    kind: "article",
    pattern: /^(?:ARTICLE|Article)\s{1,8}([IVXLC]{1,7}|\d{1,3}|[A-Z][A-Za-z]{2,9})(?![\w.]\d)[.:)]?\s*(?:[-–—:]\s*)?/,
  },
  {
    kind: "section",
    pattern:
      /^(?:SECTION|Section|SEC\.|Sec\.|CLAUSE|Clause|PARAGRAPH|Paragraph|§{1,2})\s{0,8}(\d{1,3}(?:\.\d{1,3}){0,3}|[IVXLC]{1,7}\b|[A-Z]\b)[.:)]?\s*(?:[-–—:]\s*)?/,
  },
  { kind: "decimal", pattern: /^#{0,6}\s{0,4}\**(\d{1,3}(?:\.\d{1,3}){1,4})[.):]?(?=\s|[A-Z"“*]|$)\s*/ },
  { kind: "decimal", pattern: /^#{0,6}\s{0,4}\**(\d{1,2})(?:[.):](?!\d)|\s?[-–—](?=\s))\s*/ },
  { kind: "decimal", pattern: /^\((\d{1,2})\)\s*/ },
  { kind: "roman", pattern: /^([IVX]{1,5})[.)]\s{1,12}/ },
  { kind: "letter", pattern: /^([A-Z])[.)]\s{1,12}/ },
  { kind: "parenthesis", pattern: /^\(?([a-z]{1,4}|[A-Z])\)\s*/ },
];

/** The marker that a line begins with. */
export function readMarker(line: string): Marker | undefined {
  const head = line.slice(0, 80);
  for (const { kind, pattern } of patterns) {
    const match = pattern.exec(head);
    if (match === null) continue;
    const number = match[1] ?? "";
    const depth = kind === "decimal" || kind === "section" ? number.replace(/(?:\.0)+$/, "").split(".").length : 1;
    return { kind, number, depth, length: match[0].length };
  }
  return undefined;
}

const longestHeading = 90;
const mostWords = 12;
const small = new Set(
  "a an and as at by for from if in into of on or out per the to upon with without not no s under re".split(" "),
);
const runIn =
  /^[*_]{0,2}["“']?([^.:;\n]{2,90}?)["”']?[*_]{0,2}(?:[.:]["”*_]{0,3}(?=\s|$|[A-Z"“(])|\s[-–—]{1,2}\s|[–—](?=\s?[A-Z])|\s{3,}(?=\S)|$)/;

/**
 * The heading that a unit begins with: a line of its own, or words in front of the text that a stop, a colon or a dash
 * sets off (`Term. This Agreement …`); only words in capitals or in title case are one.
 */
export function readHeading(rest: string): { readonly text: string; readonly length: number } | undefined {
  const match = runIn.exec(rest.slice(0, longestHeading + 30));
  const text = match?.[1]?.trim();
  if (match === null || text === undefined || !looksLikeHeading(text)) return undefined;
  return { text: text.replace(/[*_#]+/g, "").trim(), length: match[0].length };
}

/** Whether words are written as a heading is: few, and in capitals or title case. */
export function looksLikeHeading(text: string): boolean {
  const words = text.split(/[\s/&,()-]+/).filter((word) => /[A-Za-z]/.test(word));
  if (words.length === 0 || words.length > mostWords || /[@_=]|\d{4}|\$/.test(text)) return false;
  const plain = words.map((word) => word.replace(/^[^A-Za-z]+|[^A-Za-z]+$/g, ""));
  const titled = plain.filter((word) => /^[A-Z]/.test(word) || small.has(word.toLowerCase())).length;
  return (
    /^[A-Z]/.test(plain[0] ?? "") &&
    (titled === plain.length || (plain.length <= 3 && titled > 0 && plain.length > 1 && titled >= plain.length - 1))
  );
}

/** Whether words are in capitals throughout. */
export function isCapitals(text: string): boolean {
  return /[A-Z]{3}/.test(text) && !/[a-z]{2}/.test(text);
}
