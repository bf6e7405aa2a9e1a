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

/** Keys of a sales analysis that hold amounts, in lists and in totals. */
const amountKeys: readonly string[] = ["net", "gross", "returns", "average", "total"];

/**
 * What a sales analysis renamed: its lists call the amount `total`, whatever its column was called, so that only here
 * stands in which currency it is.
 */
export function salesColumns(result: object): ReadonlyMap<string, string> {
  const columns: unknown = "columns" in result ? result.columns : undefined;
  if (!isPlainObject(columns)) return new Map();
  const { amount, category, product, quantity } = columns;
  const named = Object.entries({
    ...Object.fromEntries(amountKeys.map((key) => [key, amount])),
    category,
    product,
    quantity,
  });
  return new Map(named.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}
