import { z } from "zod";
import { columnChoice, seriesData } from "./series-data.ts";
import { seriesInfo, status, timeValue } from "./series-info.ts";

export const predictFailuresInput = z.object({
  data: seriesData,
  ...columnChoice,
  threshold: z
    .number()
    .optional()
    .describe("What counts as failure; 90 for columns of percentages, 10 where they say what is left."),
  direction: z
    .enum(["above", "below"])
    .optional()
    .describe(
      "Which side of the threshold is failure; above for percentages used, below for what is left, else where fewer samples are.",
    ),
  horizon: z.int().min(1).max(10_000).optional().describe("Samples to look ahead: two seasons, else 24."),
  period: z.int().min(2).optional().describe("Length of the season in samples; found when not given."),
});

const forecastStep = z.object({
  step: z.int(),
  time: timeValue,
  value: z.number(),
  low: z.number().nullable().describe("95 % interval."),
  high: z.number().nullable(),
});

const method = z.enum(["drift", "holt", "sarima", "none"]);

export const failureFigures = z.object({
  series: z.string().nullable(),
  samples: z.int(),
  current: z.object({ time: timeValue, value: z.number() }),
  method: method.describe("The method whose past forecasts were best; none when there are too few samples."),
  model: z.string().nullable(),
  backtests: z.array(z.object({ method, mean_absolute_error: z.number() })),
  period: z.int().nullable(),
  horizon: z.int(),
  forecast: z.array(forecastStep),
  threshold: z.number().nullable(),
  direction: z.enum(["above", "below"]).nullable(),
  failure_expected: z.boolean().describe("Whether the forecast itself passes the threshold within the horizon."),
  time_to_threshold: z
    .object({ samples: z.int().describe("0 when it is passed already."), time: timeValue })
    .nullable(),
  earliest: z
    .object({ samples: z.int(), time: timeValue })
    .nullable()
    .describe("When the 95 % interval first reaches the threshold."),
  probability: z.number().nullable().describe("Of standing beyond the threshold at the worst step of the horizon."),
  status,
});

export const predictFailuresOutput = failureFigures.extend({
  ...seriesInfo,
  by_series: z
    .array(failureFigures)
    .describe("Where the table holds several series: each; the most urgent stands above."),
});
