import { createPace, type ToolContext } from "@aiecs/core/toolkit";
import { describeFailure } from "#forecast/describe-failure.ts";
import type {
  Direction,
  FailureFigures,
  PredictFailuresParams,
  PredictFailuresResult,
} from "#schemas/predict-failures.ts";
import { describeInput } from "#series/describe-input.ts";
import { readSeries } from "#series/read-series.ts";

const preferred = ["used_percent", "usage_percent", "percent", "utilization", "temperature"];
const minSamples = 10;

/** Forecasts every series of the data and says when it passes the threshold. */
export async function predictFailures(
  params: PredictFailuresParams,
  context: Pick<ToolContext, "input" | "call" | "signal" | "progress">,
): Promise<PredictFailuresResult> {
  const pace = createPace(context);
  const input = await readSeries(
    params.data,
    {
      valueColumn: params.value_column,
      timeColumn: params.time_column,
      seriesColumn: params.series_column,
      preferred,
    },
    context,
  );
  const usual = usualFailure(input.valueColumn);
  const { threshold = usual.threshold, direction = usual.direction, horizon, period } = params;
  const figures: FailureFigures[] = [];
  for (const series of input.series) {
    await pace.reached(figures.length / input.series.length, `Forecast of ${series.name ?? input.valueColumn}`);
    const options = { timeKind: input.timeKind, threshold, direction, horizon, period, pause: pace.pause };
    figures.push(await describeFailure(series, options));
  }
  const worst = figures.reduce((most, next) => (urgency(next) > urgency(most) ? next : most));
  const notes: string[] = [];
  if (threshold === undefined) notes.push("no threshold is known for this column: give one to learn when it is passed");
  if (worst.samples < minSamples)
    notes.push(`few samples: ${worst.samples}; a forecast is worth little below ${minSamples}`);
  if (period !== undefined && worst.period === null) {
    notes.push(`a season of ${period} samples needs at least ${2 * period}, but there are ${worst.samples}`);
  }
  return { ...worst, ...describeInput(input, notes), by_series: figures.length > 1 ? figures : [] };
}

/** What a column's name says of failure: a percentage used up fails above 90, one that is left below 10. */
function usualFailure(column: string): { readonly threshold?: number; readonly direction?: Direction } {
  const isLeft = /free|avail|remain|idle|left/i.test(column);
  if (/percent|pct/i.test(column))
    return isLeft ? { threshold: 10, direction: "below" } : { threshold: 90, direction: "above" };
  return isLeft ? { direction: "below" } : {};
}

/** Passed already, then the soonest to pass, then the likeliest. */
function urgency({ time_to_threshold, probability }: FailureFigures): number {
  return time_to_threshold === null ? (probability ?? 0) : 1 + 1 / (1 + time_to_threshold.samples);
}
