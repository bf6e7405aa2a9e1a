import { createPace, type Pace, type Table, type ToolContext, ValidationError } from "@aiecs/core/toolkit";
import { interquartileScores } from "#anomaly/interquartile.ts";
import type { ColumnFigures } from "#schemas/column-figures.ts";
import type { CategoryFigures, GenerateReportParams, GenerateReportResult } from "#schemas/generate-report.ts";
import { openSource } from "#series/series-source.ts";
import { readTimes, type Times } from "#series/times.ts";
import { isLabel, rankForSums } from "#series/value-columns.ts";
import { describeCategories } from "#summary/categories.ts";
import { describeColumn } from "#summary/column-figures.ts";
import { findCorrelations } from "#summary/correlations.ts";
import { describeDevelopment } from "#summary/development.ts";
import { findingsOf } from "#summary/findings.ts";
import { toMarkdown } from "#summary/report-markdown.ts";
import type { NumberColumn } from "#summary/totals.ts";

const fence = 1.5;

/** What a table holds, for people (Markdown) and for programs (data). */
export async function generateReport(
  params: GenerateReportParams,
  context: Pick<ToolContext, "input" | "call" | "signal" | "progress">,
): Promise<GenerateReportResult> {
  const pace = createPace(context);
  const { table } = await openSource(params.df, context);
  if (table.columns === 0) throw new ValidationError("Invalid df: expected data, received a table without columns");
  const times = await readTimes(table, undefined);
  const columns = await describeColumns(table, times, pace);
  const sums = columns.types.reduce((sum, column) => sum + column.missing, 0);
  const found = {
    title: params.title,
    rows: table.rows,
    columns: table.columns,
    missing_cells: sums,
    column_types: columns.types,
    numbers: Object.fromEntries(columns.figures),
    categories: Object.fromEntries(columns.categories),
    outliers: Object.fromEntries(columns.numbers.map(({ name, values }) => [name, countOutliers(values)])),
    correlations: await findCorrelations(columns.numbers, pace.pause),
    development: await describeDevelopment({
      table,
      times,
      value: columns.numbers.find(({ name }) => !isLabel(name)),
      context,
      pause: pace.pause,
    }),
  };
  const data = { ...found, findings: findingsOf(found) };
  return { markdown: toMarkdown(data), data };
}

type Columns = {
  readonly types: { name: string; type: string; missing: number }[];
  /** The leading column first. */
  readonly numbers: NumberColumn[];
  readonly figures: [string, ColumnFigures][];
  readonly categories: [string, CategoryFigures][];
};

async function describeColumns(table: Table, times: Times | null, pace: Pace): Promise<Columns> {
  const columns: Columns = { types: [], numbers: [], figures: [], categories: [] };
  for (const { name, type } of table.schema) {
    await pace.reached(columns.types.length / (table.columns + 1), `Column ${name}`);
    const values = await table.column(name);
    if (!(values instanceof Float64Array)) {
      const figures = describeCategories(values);
      columns.types.push({ name, type, missing: figures.missing });
      if (type !== "other" && name !== times?.column) columns.categories.push([name, figures]);
      continue;
    }
    const missing = values.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
    columns.types.push({ name, type, missing });
    if (type === "date" || type === "datetime" || name === times?.column) continue;
    columns.numbers.push({ name, values });
    columns.figures.push([name, describeColumn(values)]);
  }
  const rank = rankForSums(columns.numbers.map(({ name }) => name));
  columns.numbers.sort((a, b) => rank(a.name) - rank(b.name));
  return columns;
}

/** Values outside Tukey's inner fences. */
function countOutliers(values: Float64Array): number {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return 0;
  return interquartileScores(known).scores.reduce((count, score) => count + (Math.abs(score) > fence ? 1 : 0), 0);
}
