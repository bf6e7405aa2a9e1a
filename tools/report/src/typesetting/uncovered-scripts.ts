import type { Report } from "#blocks/block.ts";

/** Scripts that neither Libertinus nor DejaVu can write. */
const scripts = [
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
  "Thai",
  "Devanagari",
  "Bengali",
  "Tamil",
  "Telugu",
  "Gujarati",
  "Gurmukhi",
  "Kannada",
  "Malayalam",
  "Sinhala",
  "Khmer",
  "Myanmar",
  "Tibetan",
  "Ethiopic",
];

const patterns = scripts.map((script) => [script, new RegExp(`\\p{Script=${script}}`, "u")] as const);
const emoji = /[\u{1f300}-\u{1f5ff}\u{1f680}-\u{1faff}]/u;

/** Says which texts depend on the fonts of the machine: the bundled ones are the same everywhere, but lack some scripts. */
export function uncoveredScriptNotes({ title, blocks }: Pick<Report, "title" | "blocks">): readonly string[] {
  const text = JSON.stringify([title, blocks]);
  const found = patterns.filter(([, pattern]) => pattern.test(text)).map(([script]) => script);
  const names = emoji.test(text) ? [...found, "emoji"] : found;
  if (names.length === 0) return [];
  return [
    `The bundled fonts lack ${names.join(", ")}: such text is set in this machine's fonts, or as boxes where it has none.`,
  ];
}
