import type { Table, ToolContext } from "@aiecs/core/toolkit";
import { seasonalResidualScores } from "#anomaly/seasonal-residual.ts";
import type { Development } from "#schemas/generate-report.ts";
import { longestSeries, readSeries } from "#series/read-series.ts";
import { toRegularGrid } from "#series/regular-grid.ts";
import { isCalendar, type Series, type SeriesInput } from "#series/series.ts";
import type { Times } from "#series/times.ts";
import { describeTrend } from "#trend/describe-trend.ts";
import { choosePeriod, formatPeriod, startOfPeriod } from "./period.ts";
import { type NumberColumn, totalsTable } from "./totals.ts";

export type DevelopmentOptions = {
  readonly table: Table;
  readonly times: Times | null;
  readonly value: NumberColumn | undefined;
  readonly context: Pick<ToolContext, "input" | "call">;
  readonly pause: () => Promise<void>;
};

const alpha = 0.05;
const anomalyScore = 3.5;
const minSamples = 5;
const examined = 10_000;

/** How the leading column went over time; null when there is no such column or no time. */
export async function describeDevelopment(options: DevelopmentOptions): Promise<Development | null> {
  const { times, value, pause } = options;
  if (times === null || value === undefined || value.values.every(Number.isNaN)) return null;
  const input = await readDevelopment(options, times, value);
  const series = longestSeries(input);
  if (series.values.length < minSamples) return null;
  const trend = await describeTrend(series, { timeKind: input.timeKind, alpha, pause });
  return {
    value_column: input.valueColumn,
    time_column: input.timeColumn ?? times.column,
    from: trend.first.time,
    to: trend.last.time,
    samples: trend.samples,
    trend: trend.trend,
    p_value: trend.p_value,
    slope: trend.slope,
    slope_unit: trend.slope_unit,
    period: trend.period,
    change_points: trend.change_points.length,
    anomalies: countAnomalies(series, trend.period),
  };
}

/** Where most moments have several rows, these are sales and the like: their sum per period is what develops. */
async function readDevelopment(
  { table, context }: DevelopmentOptions,
  times: Times,
  value: NumberColumn,
): Promise<SeriesInput> {
  const wishes = { valueColumn: value.name, timeColumn: times.column };
  if (!isCalendar(times.kind) || !isShared(times.values)) return readSeries(table, wishes, context);
  const period = choosePeriod(times.values);
  const totals = totalsTable(table.rows, [value], {
    label: "period",
    keyOf: (row) => {
      const moment = times.values[row] as number;
      return Number.isFinite(moment) ? startOfPeriod(moment, period) : undefined;
    },
    labelOf: (start) => formatPeriod(start, period),
    order: "key",
  });
  return readSeries(totals, { valueColumn: `${value.name}_sum`, timeColumn: "period" }, context);
}

/** Whether moments have two rows and more on average, by the first of them. */
function isShared(moments: Float64Array): boolean {
  const first = moments.subarray(0, examined);
  return 2 * new Set(first).size <= first.length;
}

function countAnomalies(series: Series, period: number | null): number {
  const { scores } = seasonalResidualScores(series.values, toRegularGrid(series), period);
  return scores.reduce((count, score) => count + (Math.abs(score) > anomalyScore ? 1 : 0), 0);
}
