import { type Table, type TableColumn, unknownColumn, ValidationError } from "@aiecs/core/toolkit";
import { statisticHeadings } from "#wording/measure-heading.ts";
import { wordsOf } from "#wording/words.ts";
import {
  amountWords,
  categoryWords,
  countableWords,
  countWords,
  levelWords,
  nameWords,
  priceWords,
  quantityWords,
  timeWords,
} from "./column-words.ts";
import { parsePeriod } from "./periods.ts";

/** What runs along the chart: a column, or the rows in their order. */
export type XColumn =
  | { readonly kind: "time" | "number" | "category"; readonly name: string }
  | { readonly kind: "position" };

/** What is measured: a column, quantity times price where no amount is given, or the number of rows. */
export type YColumn =
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "product"; readonly quantity: string; readonly price: string }
  | { readonly kind: "count" };

/** The column to draw along: the one named, else a time, else a category, else the rows' own order, as null asks for. @throws E001 */
export function chooseX(table: Table, given: string | null | undefined, y: string | undefined): XColumn {
  if (given === null) return { kind: "position" };
  if (given !== undefined) return { kind: kindOf(table, findColumn(table, "x", given)), name: given };
  const free = table.schema.filter(({ name }) => name !== y);
  const time = firstByWords(
    free.filter((column) => isTimeColumn(table, column)),
    timeWords,
  );
  if (time) return { kind: "time", name: time.name };
  const category = categoryColumns(table).find(({ name }) => name !== y);
  return category ? { kind: "category", name: category.name } : { kind: "position" };
}

/** The column to measure: the one named, else the most telling number. @throws E001 */
export function chooseY(table: Table, given: string | undefined, x: string | undefined): YColumn {
  const numeric = table.schema.filter(isNumeric);
  if (given !== undefined) {
    const column = findColumn(table, "y", given);
    if (isNumeric(column) || showsNothing(table, column)) return { kind: "column", name: given };
    throw new ValidationError(
      `y: expected a numeric column, but ${JSON.stringify(given)} holds ${column.type} values (numeric columns are ${namesOf(numeric)})`,
    );
  }
  const measures = numeric.filter((column) => column.name !== x && !namesRatherThanMeasures(column.name));
  const best = measures.toSorted((one, other) => measureScore(other.name) - measureScore(one.name))[0];
  if (best === undefined || measureScore(best.name) < amountScore) {
    // Totals of quantities and means of prices are no longer those of one sale.
    const plain = measures.filter(({ name }) => !statisticHeadings.has(wordsOf(name).at(-1) ?? ""));
    const quantity = firstByWords(plain, quantityWords, true);
    const price = firstByWords(plain, priceWords, true);
    if (quantity && price) return { kind: "product", quantity: quantity.name, price: price.name };
  }
  return best ? { kind: "column", name: best.name } : { kind: "count" };
}

/** Columns that split the rows into few groups, the most telling first. Judged by the records that the table shows. */
export function categoryColumns(table: Table): readonly TableColumn[] {
  return table.schema
    .filter((column) => (column.type === "string" || column.type === "boolean") && !isTimeColumn(table, column))
    .map((column) => ({ column, score: categoryScore(table, column) }))
    .toSorted((one, other) => other.score - one.score)
    .map(({ column }) => column);
}

/** Whether the values of a column lie in time: dates, years, or texts such as `2024-Q1`. */
export function isTimeColumn(table: Table, { name, type }: TableColumn): boolean {
  if (type === "date" || type === "datetime") return true;
  const words = wordsOf(name);
  const shown = table.data.map((record) => record[name]).filter((value) => value !== null && value !== undefined);
  if (shown.length === 0) return false;
  if (type === "integer")
    return words.at(-1) === "year" && shown.every((value) => Number(value) >= 1500 && Number(value) <= 2500);
  if (type !== "string") return false;
  const periods = shown.map((value) => (typeof value === "string" ? parsePeriod(value) : undefined));
  // Four digits alone may as well be a code.
  return periods.every(
    (period) => period !== undefined && (period.unit !== "year" || words.some((word) => timeWords.includes(word))),
  );
}

function kindOf(table: Table, column: TableColumn): "time" | "number" | "category" {
  if (isTimeColumn(table, column)) return "time";
  return isNumeric(column) ? "number" : "category";
}

function findColumn(table: Table, parameter: "x" | "y", name: string): TableColumn {
  const found = table.schema.find((column) => column.name === name);
  if (found) return found;
  const { message, details } = unknownColumn(name, table.schema);
  throw new ValidationError(`${parameter}: ${message}`, { details });
}

function isNumeric({ type }: TableColumn): boolean {
  return type === "integer" || type === "number";
}

/** A column of nothing but nulls has no type to speak of. */
function showsNothing(table: Table, { name }: TableColumn): boolean {
  return table.data.every((record) => record[name] === null || record[name] === undefined);
}

function namesRatherThanMeasures(name: string): boolean {
  return nameWords.includes(wordsOf(name).at(-1) ?? "");
}

const amountScore = 60;

function measureScore(name: string): number {
  const words = wordsOf(name);
  const last = words.at(-1) ?? "";
  const has = (list: readonly string[]): boolean => words.some((word) => list.includes(word));
  if (countWords.includes(last)) return 30;
  const amount = amountWords.findIndex((word) => words.includes(word));
  const other = has(quantityWords) ? 40 : has(countableWords) ? 30 : has(levelWords) ? 20 : 25;
  // Of the statistics of one column, its sum says most.
  const lesser = ["mean", "avg"].includes(last) ? 5 : ["min", "max", "median", "std"].includes(last) ? 15 : 0;
  return (amount >= 0 ? amountScore + 40 - amount * 4 : other) - lesser;
}

function categoryScore(table: Table, { name }: TableColumn): number {
  const words = wordsOf(name);
  const place = categoryWords.findIndex((word) => words.includes(word));
  const shown = table.data.map((record) => record[name]);
  const distinct = new Set(shown).size;
  const namesEachRow = distinct === shown.length && shown.length > 12;
  return (
    (place >= 0 ? 20 - place : 0) - (namesEachRow ? 50 : 0) - (namesRatherThanMeasures(name) ? 30 : 0) - distinct / 100
  );
}

function firstByWords(
  columns: readonly TableColumn[],
  words: readonly string[],
  required = false,
): TableColumn | undefined {
  for (const word of words) {
    const found = columns.find(({ name }) => wordsOf(name).includes(word));
    if (found) return found;
  }
  return required ? undefined : columns[0];
}

function namesOf(columns: readonly TableColumn[]): string {
  return columns.length === 0 ? "there are none" : columns.map(({ name }) => name).join(", ");
}
