import { shortLine } from "./clean-text.ts";
import { isCurrency } from "./numbers.ts";

const acronyms = /\b(?:api|cpu|gpu|id|ip|kpi|nda|ram|roi|sku|url|vat)\b/g;

/** A key or column name as people would write it: `unit_price` is "Unit price". Names that people wrote stay as they are. */
export function headingOf(name: string): string {
  const line = shortLine(name, 80);
  if (line === "") return "(unnamed)";
  if (/\s/u.test(line) || !/^[\p{Ll}\p{N}_.-]+$/u.test(line)) return line;
  const words = line.replace(/[_.-]+/g, " ").trim();
  if (words === "") return line;
  return upperFirst(words.replace(acronyms, (word) => word.toUpperCase()));
}

function upperFirst(text: string): string {
  const [first = ""] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/** Statistics at the end of a column's name, as `group_analysis` puts them there, and how a heading says them. */
const statistics: ReadonlyMap<string, string> = new Map([
  ["sum", "Total"],
  ["mean", "Average"],
  ["median", "Median"],
  ["min", "Lowest"],
  ["max", "Highest"],
  ["std", "Spread of"],
]);

/** `revenue_eur_sum` is "Total revenue": the currency stands with the figures, the statistic in front. */
export function measureHeading(name: string): string {
  const heading = headingOf(name);
  if (heading === name) return heading;
  const words = heading.split(" ");
  const statistic = words.length > 1 ? statistics.get(words.at(-1) ?? "") : undefined;
  const kept = (statistic === undefined ? words : words.slice(0, -1)).filter((word) => !isCurrency(word));
  const subject = kept.length > 0 ? kept.join(" ") : heading;
  return statistic === undefined ? upperFirst(subject) : `${statistic} ${lowerFirst(subject)}`;
}

/** For the middle of a sentence; abbreviations stay as they are. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
