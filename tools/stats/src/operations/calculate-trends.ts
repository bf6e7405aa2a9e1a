import { createPace, type ToolContext } from "@aiecs/core/toolkit";
import type { CalculateTrendsParams, CalculateTrendsResult, TrendFigures } from "#schemas/calculate-trends.ts";
import { describeInput } from "#series/describe-input.ts";
import { readSeries } from "#series/read-series.ts";
import { describeTrend } from "#trend/describe-trend.ts";

/** Below this many samples the test cannot reach significance at 5 %. */
const minSamples = 5;

/** Slope, direction, significance and changes of course, of every series that the data hold. */
export async function calculateTrends(
  params: CalculateTrendsParams,
  context: Pick<ToolContext, "input" | "call" | "signal" | "progress">,
): Promise<CalculateTrendsResult> {
  const pace = createPace(context);
  const input = await readSeries(
    params.data,
    { valueColumn: params.value_column, timeColumn: params.time_column, seriesColumn: params.series_column },
    context,
  );
  const figures: TrendFigures[] = [];
  for (const series of input.series) {
    await pace.reached(figures.length / input.series.length, `Trend of ${series.name ?? input.valueColumn}`);
    figures.push(await describeTrend(series, { timeKind: input.timeKind, alpha: params.alpha, pause: pace.pause }));
  }
  const clearest = figures.reduce(clearerOf);
  return {
    ...clearest,
    ...describeInput(input, notesOn(clearest, params.alpha)),
    by_series: figures.length > 1 ? figures : [],
  };
}

function clearerOf(best: TrendFigures, next: TrendFigures): TrendFigures {
  if (next.p_value !== best.p_value) return next.p_value < best.p_value ? next : best;
  return Math.abs(next.tau) > Math.abs(best.tau) ? next : best;
}

function notesOn(figures: TrendFigures, alpha: number): string[] {
  if (figures.samples < minSamples) {
    return [`too few samples for a trend: ${figures.samples}, and at least ${minSamples} are needed`];
  }
  if (figures.significant && figures.p_value_adjusted >= alpha) {
    return [
      "neighbouring samples depend on one another so much that the trend may be mere drift (see p_value_adjusted)",
    ];
  }
  return [];
}
