import { columnSql, trimSql } from "#duckdb/sql.ts";
import type { Dtype } from "#schemas/words.ts";
import type { ColumnFormat } from "./column-format.ts";
import { formatsOf, guessFormats } from "./column-formats.ts";
import { confusesDayAndMonth } from "./date-formats.ts";

/** What is known of a column before all of its values were seen. */
export type ColumnPlan = {
  readonly name: string;
  /** Its position in the file. */
  readonly index: number;
  readonly told: Dtype | undefined;
  /** What it may be by the sample; undefined when the sample has no value of it. */
  readonly formats: readonly ColumnFormat[] | undefined;
  /** Whether blanks stand around values. */
  readonly padded: boolean;
};

export type PlanOptions = {
  readonly names: readonly string[];
  readonly sample: readonly (readonly string[])[];
  readonly nulls: ReadonlySet<string>;
  readonly dtypes: { readonly [column: string]: Dtype };
};

/** Plans each column of a file by a sample of its records. */
export function planColumns({ names, sample, nulls, dtypes }: PlanOptions): readonly ColumnPlan[] {
  return names.map((name, index) => {
    const told = Object.hasOwn(dtypes, name) ? dtypes[name] : undefined;
    const values = sample.map((record) => record[index] ?? "").filter((value) => !nulls.has(value));
    const trimmed = values.map((value) => value.trim());
    const present = nulls.has("") ? trimmed.filter((value) => value !== "") : trimmed;
    const padded = values.some((value, at) => value !== trimmed[at]);
    return { name, index, told, padded, formats: guessFormats(present, told) };
  });
}

/** The format to read a column in at once, "text", or undefined when only the whole column can tell. */
export function settledFormat({ formats, told }: ColumnPlan): ColumnFormat | "text" | undefined {
  if (told === "string") return "text";
  if (formats === undefined) return undefined;
  const first = formats[0];
  if (first === undefined) return told === undefined ? "text" : undefined;
  return first.lossy || confusesDayAndMonth(formats) ? undefined : first;
}

/** The formats to try on the whole column. */
export function possibleFormats({ formats, told }: ColumnPlan): readonly ColumnFormat[] {
  return told === undefined ? (formats ?? []) : formatsOf(told);
}

/** SQL of a column's text without the blanks around it. */
export function trimmedSql(index: number, emptyIsNull: boolean): string {
  const trimmed = trimSql(columnSql(index));
  return emptyIsNull ? `nullif(${trimmed}, '')` : trimmed;
}
