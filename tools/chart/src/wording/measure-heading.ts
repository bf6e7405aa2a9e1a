import { isCurrencyWord } from "./units.ts";
import { capitalized, headingOf, lowerFirst } from "./words.ts";

/** Statistics that `group_analysis` appends to a column's name, and how a heading says them. */
export const statisticHeadings: ReadonlyMap<string, string> = new Map([
  ["sum", "Total"],
  ["mean", "Average"],
  ["avg", "Average"],
  ["median", "Median"],
  ["min", "Lowest"],
  ["max", "Highest"],
  ["std", "Spread of"],
]);

/** `amount_sum` is "Total amount"; a currency that the figures carry is left out: `revenue_eur` is "Revenue". */
export function measureHeading(name: string): string {
  const heading = headingOf(name);
  if (heading === name) return heading;
  const words = heading.split(" ");
  const statistic = words.length > 1 ? statisticHeadings.get(words.at(-1) ?? "") : undefined;
  const kept = (statistic === undefined ? words : words.slice(0, -1)).filter(
    (word) => !isCurrencyWord(word.toLowerCase()),
  );
  const subject = kept.length > 0 ? kept.join(" ") : heading;
  return statistic === undefined ? capitalized(subject) : `${statistic} ${lowerFirst(subject)}`;
}
