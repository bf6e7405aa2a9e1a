const timeNames = [
  "time",
  "timestamp",
  "datetime",
  "date",
  "ts",
  "t",
  "moment",
  "day",
  "week",
  "month",
  "year",
  "period",
];

/** How well a name suits a column of moments: lower is better, infinity says it does not. */
export function timeRank(name: string): number {
  return rankAmong(name, timeNames);
}

/** `UnitPrice`, `unit_price` and `Unit Price ($)` as lower-case words; signs of money and of percent are words, too. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}%$€£¥]+/u)
    .filter((word) => word !== "");
}

/** The exact word before a word at the end (`created_time`), and that before one inside. */
export function rankAmong(name: string, words: readonly string[]): number {
  const lower = name.toLowerCase();
  const exact = words.indexOf(lower);
  if (exact !== -1) return exact;
  const parts = wordsOf(name);
  const last = words.indexOf(parts.at(-1) ?? "");
  if (last !== -1) return words.length + last;
  const within = words.findIndex((word) => parts.includes(word));
  if (within !== -1) return 2 * words.length + within;
  return lower.endsWith("_at") ? 3 * words.length : Number.POSITIVE_INFINITY;
}
