import { noUnit, type Unit, unitOf } from "#wording/units.ts";
import { isPlainObject } from "./plain-object.ts";

/** How the figures of `pandas_tool.analyze_sales` are called; other results are read by their own keys. */
export const salesFigureLabels: ReadonlyMap<string, string> = new Map([
  ["net", "Net sales"],
  ["gross", "Gross sales"],
  ["returns", "Returns"],
  ["average", "Average sale"],
  ["count", "Number of sales"],
  ["return_count", "Number of returns"],
  ["quantity", "Units sold"],
]);

const amountKeys: readonly string[] = ["net", "gross", "returns", "average"];

/** The currency of a sales figure, which only the name of the amount column tells. */
export function salesUnit(key: string, result: object): Unit {
  const amount = amountKeys.includes(key) ? salesColumns(result).get("total") : undefined;
  return amount === undefined ? noUnit : unitOf(amount);
}

/**
 * The names that the columns of a sales analysis had in the table it was made of: its lists call the amount `total`,
 * whatever it was called there.
 */
export function salesColumns(result: object): ReadonlyMap<string, string> {
  const columns: unknown = "columns" in result ? result.columns : undefined;
  if (!isPlainObject(columns)) return new Map();
  const { amount: total, category, product, quantity } = columns;
  const named = Object.entries({ total, category, product, quantity });
  return new Map(named.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
