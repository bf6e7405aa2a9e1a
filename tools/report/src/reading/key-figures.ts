import { lowerFirst, measureHeading } from "#wording/heading-of.ts";
import { change, writtenAs } from "#wording/numbers.ts";
import { isMatrix } from "./figure-tables.ts";
import { isPlainObject } from "./plain-object.ts";
import { salesColumns, salesFigureLabels } from "./sales-words.ts";

export type KeyFigure = { readonly label: string; readonly text: string };

/** Figures that fit on two lines of tiles. */
export const maxKeyFigures = 8;

/** Of the figures of a column, those that say most. */
const tellingFigures: readonly (readonly [string, string])[] = [
  ["sum", "Total"],
  ["mean", "Average"],
  ["median", "Median"],
  ["max", "Highest"],
  ["min", "Lowest"],
];

/** What a report of sales is about. */
const amounts = /revenue|sales|turnover|amount|income|profit/i;

/** What a reader wants to see first: totals, growth, then the figures of the leading column, then what else is a number. */
export function keyFiguresOf(metrics: { readonly [key: string]: unknown }): readonly KeyFigure[] {
  const aliases = salesColumns(metrics);
  const { totals, growth } = metrics;
  const sums = isPlainObject(totals) ? numbersIn(totals).map(([key, value]) => totalFigure(key, value, aliases)) : [];
  const grown =
    typeof growth === "number" && Number.isFinite(growth)
      ? [{ label: growthLabel(metrics), text: change(growth) }]
      : [];
  const own = numbersIn(metrics)
    .filter(([key]) => key !== "growth")
    .map(([key, value]) => ({ label: measureHeading(key), text: writtenAs(aliases.get(key) ?? key, value) }));
  return [...sums, ...grown, ...leadingFigures(metrics), ...own].slice(0, maxKeyFigures);
}

function totalFigure(key: string, value: number, aliases: ReadonlyMap<string, string>): KeyFigure {
  const label = salesFigureLabels.get(key) ?? `Total ${lowerFirst(measureHeading(key))}`;
  return { label, text: writtenAs(aliases.get(key) ?? key, value) };
}

/** Growth says little without the periods it compares. */
function growthLabel({ growth_periods: periods }: { readonly [key: string]: unknown }): string {
  if (!isPlainObject(periods) || typeof periods.period !== "string" || typeof periods.previous !== "string")
    return "Growth";
  return `Growth, ${periods.period} over ${periods.previous}`;
}

function leadingFigures(metrics: { readonly [key: string]: unknown }): readonly KeyFigure[] {
  const columns = Object.entries(Object.values(metrics).find(isMatrix) ?? {});
  const leading = columns.find(([name]) => amounts.test(name)) ?? columns[0];
  if (leading === undefined) return [];
  const [name, figures] = leading;
  return tellingFigures.flatMap(([key, word]) => {
    const value = figures[key];
    return typeof value === "number"
      ? [{ label: `${word} ${lowerFirst(measureHeading(name))}`, text: writtenAs(name, value) }]
      : [];
  });
}

function numbersIn(node: object): readonly (readonly [string, number])[] {
  return Object.entries(node).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number" && Number.isFinite(entry[1]),
  );
}
