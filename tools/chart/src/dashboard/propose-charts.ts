import { type Table, ValidationError } from "@aiecs/core/toolkit";
import type { ChartInput, Source } from "#reading/chart-input.ts";
import type { DashboardChart } from "#schemas/create-dashboard.ts";
import { categoryColumns, isTimeColumn } from "#series/choose-columns.ts";
import type { ChartRequest } from "#specs/compose-chart.ts";
import { headingOf } from "#wording/words.ts";

export type ProposedChart = { readonly table: Table; readonly request: ChartRequest };

/** Lists of a result beyond these are named in the notes, not drawn. */
export const maxProposed = 8;
const maxCategoryCharts = 3;

/** The charts asked for, or those that the data suggests. @throws E001 for a source that the data does not have */
export function proposeCharts(
  { sources }: ChartInput,
  asked: readonly DashboardChart[] | undefined,
): readonly ProposedChart[] {
  if (asked) {
    return asked.map((chart, place) => proposal(findSource(sources, chart.source, place), chart));
  }
  const proposed = sources.flatMap((source) =>
    source.name === "data" ? proposeForTable(source) : proposeForList(source),
  );
  return proposed.slice(0, maxProposed);
}

function proposal({ table, aliases, isExcerpt }: Source, request: ChartRequest): ProposedChart {
  return { table, request: { ...request, aliases, isExcerpt } };
}

/** Each list of a result is one chart, under the name it has there. */
function proposeForList(source: Source): readonly ProposedChart[] {
  const heading = headingOf(source.name);
  // `by_period` says no more than the chart's own title does.
  return [proposal(source, /^by\b/i.test(heading) ? {} : { title: heading })];
}

/** Along time, then by each of the most telling categories. */
function proposeForTable(source: Source): readonly ProposedChart[] {
  const { table } = source;
  const times = table.schema.some((column) => isTimeColumn(table, column)) ? [proposal(source, {})] : [];
  const categories = categoryColumns(table)
    .filter(({ name }) => groupsRows(table, name))
    .slice(0, maxCategoryCharts)
    .map(({ name }) => proposal(source, { x: name }));
  const proposed = [...times, ...categories];
  return proposed.length > 0 ? proposed : [proposal(source, {})];
}

/** Whether the records that the table shows suggest groups: more than one value, and most of them more than once. */
function groupsRows(table: Table, name: string): boolean {
  const distinct = new Set(table.data.map((record) => record[name])).size;
  return distinct > 1 && (distinct <= table.data.length / 2 || table.data.length <= 12);
}

function findSource(sources: readonly Source[], name: string | undefined, place: number): Source {
  const found = name === undefined ? sources[0] : sources.find((source) => source.name === name);
  if (found) return found;
  const known = sources.length === 0 ? "it holds none" : `it holds ${sources.map((source) => source.name).join(", ")}`;
  throw new ValidationError(
    `charts[${place}].source: expected a list of records in data (${known}), received ${name === undefined ? "nothing" : JSON.stringify(name)}`,
  );
}
