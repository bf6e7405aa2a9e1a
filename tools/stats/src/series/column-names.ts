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
const valueNames = ["value", "amount", "revenue", "sales", "total", "price", "usage", "sum", "quantity", "score"];
const labelNames =
  /^(id|index|row|key|zip|zip_?code|postcode|lat|lon|lng|latitude|longitude|year|month|day|hour|weekday|quarter|week)$|(_id|Id|ID)$/;

/** How well a name suits a column of moments: lower is better, infinity says it does not. */
export function timeRank(name: string): number {
  return rankAmong(name, timeNames);
}

/** How well a name suits the column of interest: first what the operation looks for, then common words, then anything, counts and labels last. */
export function valueRank(name: string, preferred: readonly string[]): number {
  const exact = preferred.indexOf(name.toLowerCase());
  if (exact !== -1) return exact - 1_000;
  if (labelNames.test(name)) return 1_000;
  if (/^(count|rows)$/i.test(name)) return 900;
  return Math.min(rankAmong(name, valueNames), 500);
}

/** The exact word before a word at the end (`created_time`), and that before one inside. */
function rankAmong(name: string, words: readonly string[]): number {
  const lower = name.toLowerCase();
  const exact = words.indexOf(lower);
  if (exact !== -1) return exact;
  const parts = lower.split(/[^a-z0-9]+/);
  const last = words.indexOf(parts.at(-1) ?? "");
  if (last !== -1) return words.length + last;
  const within = words.findIndex((word) => parts.includes(word));
  if (within !== -1) return 2 * words.length + within;
  return lower.endsWith("_at") ? 3 * words.length : Number.POSITIVE_INFINITY;
}
