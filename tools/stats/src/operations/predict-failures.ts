import type { ToolContext } from "@aiecs/core/toolkit";
import type { z } from "zod";
import { describeFailure, type FailureFigures } from "#forecast/describe-failure.ts";
import type { predictFailuresInput, predictFailuresOutput } from "#schemas/predict-failures.ts";
import { describeInput } from "#series/describe-input.ts";
import { readSeries } from "#series/read-series.ts";
import { createPace } from "./pace.ts";

const preferred = ["used_percent", "usage_percent", "percent", "utilization", "temperature"];
/** Where a column is a percentage and no threshold is named. */
const percentThreshold = 90;
const minSamples = 10;

/** Forecasts every series of the data and says when it passes the threshold. */
export async function predictFailures(
  params: z.output<typeof predictFailuresInput>,
  context: Pick<ToolContext, "input" | "call" | "signal" | "progress">,
): Promise<z.output<typeof predictFailuresOutput>> {
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
  const isPercentage = /percent|pct/i.test(input.valueColumn);
  const threshold = params.threshold ?? (isPercentage ? percentThreshold : undefined);
  const { direction, horizon, period } = params;
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
  return { ...worst, ...describeInput(input, notes), by_series: figures.length > 1 ? figures : [] };
}

/** Passed already, then the soonest to pass, then the likeliest. */
function urgency({ time_to_threshold, probability }: FailureFigures): number {
  return time_to_threshold === null ? (probability ?? 0) : 1 + 1 / (1 + time_to_threshold.samples);
}
