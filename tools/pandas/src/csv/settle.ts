import { ValidationError } from "@aiecs/core/toolkit";
import type { Session } from "#duckdb/session.ts";
import { columnSql, type Projection } from "#duckdb/sql.ts";
import type { ColumnFormat } from "./column-format.ts";
import { guessFormats } from "./column-formats.ts";
import { type ColumnPlan, possibleFormats, settledFormat, trimmedSql } from "./column-plan.ts";
import { csvError } from "./csv-error.ts";
import { confusesDayAndMonth } from "./date-formats.ts";
import type { ReadNote } from "./header.ts";

export type SettleOptions = {
  readonly session: Session;
  /** A table that holds the file's columns as text. */
  readonly relation: string;
  readonly plans: readonly ColumnPlan[];
  readonly emptyIsNull: boolean;
  /** What columns may be that were not told to be of a type. @default every format */
  readonly among?: readonly ColumnFormat[];
  readonly file: string;
  /** The line of the file in which a record stands. */
  lineOf(record: number): Promise<number>;
};

export type Settled = { readonly columns: readonly Projection[]; readonly notes: readonly ReadNote[] };

const textLimit = 60;
const sampleValues = 1_000;

/**
 * Decides the types of columns by all of their values: a format counts only when every value is written in it.
 *
 * @throws E001 naming line and column when a column is not of the type it was told to have
 */
export async function settleColumns(options: SettleOptions): Promise<Settled> {
  const candidates = await Promise.all(options.plans.map((plan) => toCandidate(plan, options)));
  const counts = await countMatches(candidates, options);
  const settled = await Promise.all(
    candidates.map((candidate, index) => settleColumn(candidate, counts[index] ?? noCounts, options)),
  );
  return { columns: settled.map(({ column }) => column), notes: settled.flatMap(({ note }) => note ?? []) };
}

type Candidate = { readonly plan: ColumnPlan; readonly formats: readonly ColumnFormat[]; readonly text: string };
type Counts = { readonly present: number; readonly matching: readonly number[]; readonly finite: readonly number[] };

const noCounts: Counts = { present: 0, matching: [], finite: [] };

async function toCandidate(plan: ColumnPlan, options: SettleOptions): Promise<Candidate> {
  const text = trimmedSql(plan.index, options.emptyIsNull);
  if (settledFormat(plan) === "text") return { plan, text, formats: [] };
  if (plan.formats !== undefined || plan.told !== undefined) return { plan, text, formats: possibleFormats(plan) };
  const rows = await options.session.rows(
    `SELECT ${text} FROM ${options.relation} WHERE ${text} IS NOT NULL LIMIT ${sampleValues}`,
  );
  const values = rows.map(([value]) => String(value));
  return { plan, text, formats: guessFormats(values, undefined, options.among) ?? [] };
}

async function countMatches(candidates: readonly Candidate[], options: SettleOptions): Promise<readonly Counts[]> {
  const expressions = candidates.flatMap(({ formats, text }) =>
    formats.length === 0
      ? []
      : [
          `count(${text})`,
          ...formats.map((format) => `count(${format.value(text)})`),
          ...formats.map((format) => (format.lossy ? `count(nullif(${format.value(text)}, 'NaN'))` : "0")),
        ],
  );
  if (expressions.length === 0) return candidates.map(() => noCounts);
  const found = await options.session.counts(`SELECT ${expressions.join(", ")} FROM ${options.relation}`);
  let at = 0;
  return candidates.map(({ formats }) => {
    if (formats.length === 0) return noCounts;
    const present = found[at] ?? 0;
    const matching = found.slice(at + 1, at + 1 + formats.length);
    const finite = found.slice(at + 1 + formats.length, at + 1 + 2 * formats.length);
    at += 1 + 2 * formats.length;
    return { present, matching, finite };
  });
}

async function settleColumn(
  { plan, formats, text }: Candidate,
  { present, matching, finite }: Counts,
  options: SettleOptions,
): Promise<{ readonly column: Projection; readonly note?: ReadNote }> {
  const { name, index, told } = plan;
  const asText = { column: { name, type: "VARCHAR" as const, expression: columnSql(index) } };
  if (formats.length === 0) return asText;
  if (present === 0) return told === undefined ? asText : { column: emptyColumn(plan, formats) };
  const fitting = formats.filter((format, at) => matching[at] === present && !(format.lossy && finite[at] === 0));
  if (confusesDayAndMonth(fitting)) {
    const written = fitting.map((format) => format.name).join(" or ");
    const first = await firstValue(options, text);
    const message = `the dates may be ${written} (such as ${first}): days and months cannot be told apart`;
    if (told !== undefined) throw new ValidationError(`dtypes.${name}: ${message}; write them as YYYY-MM-DD`);
    return { ...asText, note: { column: name, message: `${message}; kept as text` } };
  }
  const format = fitting[0];
  if (format === undefined) {
    if (told !== undefined) throw await misfit(plan, formats, text, options);
    return asText;
  }
  if (!format.lossy) return { column: { name, type: format.type, expression: format.value(text) } };
  const lost = present - (finite[formats.indexOf(format)] ?? present);
  const column = { name, type: format.type, expression: `nullif(${format.value(text)}, 'NaN')` };
  if (lost === 0) return { column };
  return { column, note: { column: name, message: `NaN or infinite values that became null: ${lost}` } };
}

function emptyColumn({ name }: ColumnPlan, formats: readonly ColumnFormat[]): Projection {
  return { name, type: formats[0]?.type ?? "VARCHAR", expression: "NULL" };
}

async function firstValue({ session, relation }: SettleOptions, text: string): Promise<string> {
  const [value] = await session.row(`SELECT ${text} FROM ${relation} WHERE ${text} IS NOT NULL LIMIT 1`);
  return String(value);
}

async function misfit(
  { name, index, told }: ColumnPlan,
  formats: readonly ColumnFormat[],
  text: string,
  { session, relation, file, lineOf }: SettleOptions,
): Promise<ValidationError> {
  const fits = formats.map((format) => `${format.value(text)} IS NOT NULL`).join(" OR ");
  const [record, value] = await session.row(
    `SELECT rowid, ${text} FROM ${relation} WHERE ${text} IS NOT NULL AND NOT (${fits}) LIMIT 1`,
  );
  const column = `column ${index + 1} (${name})`;
  if (record === undefined) {
    return new ValidationError(`dtypes.${name}: the values of ${column} are each a ${told}, but not all written alike`);
  }
  const line = await lineOf(Number(record));
  const shown = String(value);
  const cut = shown.length > textLimit ? `${shown.slice(0, textLimit)}…` : shown;
  const problem = `line ${line}, ${column}: expected ${told === "integer" ? "an" : "a"} ${told}, found ${JSON.stringify(cut)}`;
  return csvError(file, problem, { details: { line, column: index + 1 } });
}
