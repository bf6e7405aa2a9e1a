import { createPace, type TableRecord, type ToolContext } from "@aiecs/core/toolkit";
import type { AnalyzeMemoryUsageParams, AnalyzeMemoryUsageResult } from "#schemas/analyze-memory-usage.ts";
import { describeInput } from "#series/describe-input.ts";
import { readSeries } from "#series/read-series.ts";
import { formatTime, isCalendar, type Series, type SeriesInput } from "#series/series.ts";
import { testLeak } from "#trend/leak-test.ts";
import { levelOf } from "./level.ts";
import { figuresOf, highestSeries, newestRecord, numberIn, runningTimes } from "./samples.ts";

const preferred = [
  "used_bytes",
  "rss",
  "rss_bytes",
  "heap_used",
  "used",
  "memory_used",
  "memory_bytes",
  "used_percent",
];
const significance = 0.05;

/** How much memory is used, and whether use grows without end. */
export async function analyzeMemoryUsage(
  params: AnalyzeMemoryUsageParams,
  context: Pick<ToolContext, "input" | "call" | "signal" | "progress">,
): Promise<AnalyzeMemoryUsageResult> {
  const pace = createPace(context);
  const input = await readSeries(
    params.data,
    { valueColumn: params.value_column, timeColumn: params.time_column, seriesColumn: params.series_column, preferred },
    context,
  );
  const { series, notes } = highestSeries(input);
  await pace.pause();
  const times = runningTimes(series, input.timeKind);
  const { leak, reason, test, slope, growthRatio } = testLeak(series.values, times);
  const current = series.values.at(-1) ?? 0;
  const room = roomIn(await newestRecord(input, series), input.valueColumn, current);
  const thresholds = { warning: params.warning_threshold, critical: params.critical_threshold };
  const level = room.usedPercent === null ? ("unknown" as const) : levelOf(room.usedPercent, thresholds);
  return {
    samples: series.values.length,
    current: { time: formatTime(series.times?.at(-1), input.timeKind), value: current },
    ...figuresOf(series.values),
    used_percent: room.usedPercent,
    level,
    status: level === "critical" ? "critical" : level === "high" || leak ? "warning" : "ok",
    leak,
    leak_reason: reason,
    trend: test.pValue >= significance || test.s === 0 ? "no_trend" : test.s > 0 ? "increasing" : "decreasing",
    p_value: test.pValue,
    tau: test.tau,
    ...growthFigures(input, series, slope),
    growth_ratio: growthRatio,
    ...fullFigures(input, series, leak ? slope : null, room.left),
    thresholds,
    ...describeInput(input, notes),
  };
}

/** What is left above the newest sample, in the unit of the value column. */
function roomIn(
  record: TableRecord,
  column: string,
  current: number,
): { usedPercent: number | null; left: number | null } {
  if (/percent|pct/i.test(column)) return { usedPercent: current, left: 100 - current };
  const total = numberIn(record, "total_bytes") ?? numberIn(record, "total");
  const available = numberIn(record, "available_bytes") ?? numberIn(record, "available");
  if (total !== null && total > 0) return { usedPercent: (100 * current) / total, left: available ?? total - current };
  return { usedPercent: numberIn(record, "used_percent"), left: available };
}

function growthFigures({ timeKind }: SeriesInput, { values, times }: Series, slope: number | null) {
  if (slope === null) return { growth_per_sample: null, growth_per_second: null };
  if (times === null || !isCalendar(timeKind)) return { growth_per_sample: slope, growth_per_second: null };
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
  return { growth_per_sample: (slope * seconds) / (values.length - 1), growth_per_second: slope };
}

function fullFigures({ timeKind }: SeriesInput, { times }: Series, growth: number | null, left: number | null) {
  if (growth === null || left === null || growth <= 0 || !isCalendar(timeKind))
    return { full_in_seconds: null, full_at: null };
  const seconds = Math.max(0, left / growth);
  return { full_in_seconds: seconds, full_at: formatTime((times?.at(-1) ?? 0) + 1_000 * seconds, timeKind) };
}
