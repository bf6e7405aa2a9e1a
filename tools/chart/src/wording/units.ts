import { wordsOf } from "./words.ts";

/** What stands before and after a figure. */
export type Unit = {
  readonly prefix: string;
  readonly suffix: string;
  /** Large figures take the unit's own prefixes (`1.2 GB`) rather than `1.2B`. */
  readonly metric?: true;
};

export const noUnit: Unit = { prefix: "", suffix: "" };

/** Only these words of a column's name make a unit; a guess would be worse than none. */
const units: ReadonlyMap<string, Unit> = new Map([
  ...before("€", "eur", "euro", "euros", "€"),
  ...before("$", "usd", "dollar", "dollars", "$"),
  ...before("£", "gbp", "£"),
  ...before("¥", "jpy", "yen", "¥"),
  ...before("CHF ", "chf"),
  ...before("₹", "inr", "₹"),
  ...after("%", "percent", "percentage", "pct", "%"),
  ["bytes", { prefix: "", suffix: " B", metric: true }],
  ...after(" ms", "ms", "milliseconds"),
  ...after(" s", "seconds", "secs"),
  ...after(" kg", "kg"),
  ...after(" km", "km"),
  ...after(" °C", "celsius", "°c"),
]);

/** How often there was an amount is no amount: `revenue_eur_count`. */
const unitless: readonly string[] = ["count", "nunique", "missing"];

/** The unit that a column's name states as its last or only unit word: `revenue_eur`, `cpu_percent`, `Price ($)`. */
export function unitOf(columnName: string): Unit {
  const words = wordsOf(columnName);
  if (unitless.includes(words.at(-1) ?? "")) return noUnit;
  const stated = words.findLast((word) => units.has(word));
  return (stated === undefined ? undefined : units.get(stated)) ?? noUnit;
}

/** Whether a word does nothing in a title but name the currency that the figures carry anyway. */
export function isCurrencyWord(word: string): boolean {
  return (units.get(word)?.prefix ?? "") !== "";
}

function before(prefix: string, ...words: readonly string[]): [string, Unit][] {
  return words.map((word) => [word, { prefix, suffix: "" }]);
}

function after(suffix: string, ...words: readonly string[]): [string, Unit][] {
  return words.map((word) => [word, { prefix: "", suffix }]);
}
