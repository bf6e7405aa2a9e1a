import type { Table } from "@aiecs/core/toolkit";
import { measureHeading } from "#wording/measure-heading.ts";
import { noUnit, type Unit, unitOf } from "#wording/units.ts";
import { wordsOf } from "#wording/words.ts";
import type { YColumn } from "./choose-columns.ts";
import { amountWords, countableWords, levelWords, quantityWords } from "./column-words.ts";
import type { Aggregation } from "./groups.ts";

/** What a chart measures, in words and figures. */
export type Measure = {
  /** The column, or what was computed: `quantity × unit_price`; null for a count of rows. */
  readonly name: string | null;
  readonly heading: string;
  readonly unit: Unit;
};

/** @param alias what the column is called in words, where that is not its name */
export function measureOf(y: YColumn, alias?: string): Measure {
  if (y.kind === "count") return { name: null, heading: "Rows", unit: noUnit };
  if (y.kind === "product") {
    return { name: `${y.quantity} × ${y.price}`, heading: "Amount", unit: unitOf(y.price) };
  }
  const called = alias ?? y.name;
  return { name: y.name, heading: measureHeading(called), unit: unitOf(called) };
}

/** The values of every row, NaN where there is none; undefined when rows are only counted. */
export async function readValues(table: Table, y: YColumn): Promise<Float64Array | undefined> {
  if (y.kind === "count") return undefined;
  if (y.kind === "column") return await readNumbers(table, y.name);
  const [quantities, prices] = await Promise.all([readNumbers(table, y.quantity), readNumbers(table, y.price)]);
  return quantities.map((quantity, row) => quantity * (prices[row] ?? Number.NaN));
}

/** Amounts add up, prices and percentages do not; of what the name leaves open, `otherwise` decides. */
export function defaultAggregation(y: YColumn, otherwise: "sum" | "mean"): Aggregation {
  if (y.kind === "count") return "count";
  if (y.kind === "product") return "sum";
  const words = wordsOf(y.name);
  if (words.some((word) => levelWords.includes(word))) return "mean";
  const adds = [...amountWords, ...countableWords, ...quantityWords];
  return words.some((word) => adds.includes(word)) ? "sum" : otherwise;
}

async function readNumbers(table: Table, name: string): Promise<Float64Array> {
  const values = await table.column(name);
  return values instanceof Float64Array
    ? values
    : Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
}
