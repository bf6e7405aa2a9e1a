import { createPace, type TableRecord, type ToolContext } from "@aiecs/core/toolkit";
import { robustZ } from "#anomaly/robust-z.ts";
import { quantileInPlace } from "#numbers/select.ts";
import type { AnalyzeCpuTrendsParams, AnalyzeCpuTrendsResult } from "#schemas/analyze-cpu-trends.ts";
import type { TrendFigures } from "#schemas/calculate-trends.ts";
import { describeInput } from "#series/describe-input.ts";
import { readSeries } from "#series/read-series.ts";
import { formatTime, isCalendar, type Series, type TimeKind } from "#series/series.ts";
import { describeTrend } from "#trend/describe-trend.ts";
import { levelOf, type Thresholds } from "./level.ts";
import { figuresOf, highestSeries, newestRecord, numberIn } from "./samples.ts";

const preferred = ["usage_percent", "cpu_percent", "cpu_usage_percent", "cpu_usage", "usage", "utilization", "cpu"];
const alpha = 0.05;
const spikeScore = 3.5;
const minSamplesForSpikes = 5;

/** How busy the processor is, whether that grows, and how the load is spread. */
export async function analyzeCpuTrends(
  params: AnalyzeCpuTrendsParams,
  context: Pick<ToolContext, "input" | "call" | "signal" | "progress">,
): Promise<AnalyzeCpuTrendsResult> {
  const pace = createPace(context);
  const input = await readSeries(
    params.data,
    { valueColumn: params.value_column, timeColumn: params.time_column, seriesColumn: params.series_column, preferred },
    context,
  );
  const { series, notes } = highestSeries(input);
  await pace.pause();
  const trend = await describeTrend(series, { timeKind: input.timeKind, alpha, pause: pace.pause });
  const thresholds = { warning: params.warning_threshold, critical: params.critical_threshold };
  const current = series.values.at(-1) ?? 0;
  const level = levelOf(current, thresholds);
  const rising = risesTo(trend, thresholds.critical);
  return {
    samples: series.values.length,
    current: { time: formatTime(series.times?.at(-1), input.timeKind), value: current },
    ...figuresOf(series.values),
    p95: quantileInPlace(series.values.slice(), 0.95),
    level,
    status: level === "critical" ? "critical" : level === "high" || rising ? "warning" : "ok",
    trend: trend.trend,
    p_value: trend.p_value,
    slope: trend.slope,
    slope_unit: trend.slope_unit,
    ...highFigures(series, input.timeKind, thresholds),
    spikes: countSpikes(series.values),
    ...coreFigures(await newestRecord(input, series)),
    thresholds,
    ...describeInput(input, [
      ...notes,
      ...(rising ? ["usage rises: at this rate it is critical within as much time as the samples cover"] : []),
    ]),
  };
}

/** Whether a significant rise, going on as long again as it has been watched, reaches the threshold. */
function risesTo(figures: TrendFigures, threshold: number): boolean {
  if (figures.trend !== "increasing" || figures.change_ratio === null) return false;
  const growth = figures.change_ratio * (figures.last.value / (1 + figures.change_ratio));
  return figures.last.value + growth >= threshold;
}

function highFigures({ values, times }: Series, kind: TimeKind | null, { warning }: Thresholds) {
  let high = 0;
  let start = 0;
  let longest = { samples: 0, start: 0 };
  for (const [index, value] of values.entries()) {
    if (value < warning) {
      start = index + 1;
      continue;
    }
    high++;
    if (index + 1 - start > longest.samples) longest = { samples: index + 1 - start, start };
  }
  const last = longest.start + longest.samples - 1;
  const known = times !== null && isCalendar(kind) && longest.samples > 0;
  const seconds = known ? ((times[last] as number) - (times[longest.start] as number)) / 1_000 : null;
  return { high_share: high / values.length, longest_high: { samples: longest.samples, seconds } };
}

function countSpikes(values: Float64Array): number {
  if (values.length < minSamplesForSpikes) return 0;
  return robustZ(values).scores.reduce((count, score) => count + (Math.abs(score) > spikeScore ? 1 : 0), 0);
}

function coreFigures(record: TableRecord) {
  const cores = Object.keys(record).flatMap((name) => {
    const value = /^per_core_\d+$/.test(name) ? numberIn(record, name) : null;
    return value === null ? [] : [{ core: Number(name.slice("per_core_".length)), value }];
  });
  const loadNow = numberIn(record, "load_average_1");
  const values = cores.map((core) => core.value);
  return {
    busiest_core: cores.reduce<(typeof cores)[number] | null>(
      (top, next) => (top === null || next.value > top.value ? next : top),
      null,
    ),
    core_spread: cores.length === 0 ? null : Math.max(...values) - Math.min(...values),
    load:
      loadNow === null
        ? null
        : {
            one_minute: loadNow,
            five_minutes: numberIn(record, "load_average_5"),
            per_core: cores.length === 0 ? null : loadNow / cores.length,
          },
  };
}
