import { createPace, type ToolContext } from "@aiecs/core/toolkit";
import { interquartileScores } from "#anomaly/interquartile.ts";
import { rareOnly } from "#anomaly/rare-only.ts";
import { robustZ } from "#anomaly/robust-z.ts";
import type { Scores } from "#anomaly/scores.ts";
import { seasonalResidualScores } from "#anomaly/seasonal-residual.ts";
import type { Anomaly, DetectAnomaliesParams, DetectAnomaliesResult } from "#schemas/detect-anomalies.ts";
import { calendarPeriods } from "#season/calendar-periods.ts";
import { detectPeriod } from "#season/detect-period.ts";
import { describeInput } from "#series/describe-input.ts";
import { longestSeries, readSeries } from "#series/read-series.ts";
import { toRegularGrid } from "#series/regular-grid.ts";
import { formatTime, type Series, type SeriesInput } from "#series/series.ts";

type Scored = { readonly series: Series; readonly scores: Scores; readonly period: number | null };

const defaultThresholds = { robust_z: 3.5, iqr: 1.5, seasonal: 3.5 };
/** With fewer, a single odd value cannot be told from the others. */
const minSamples = 5;
const maxListed = 10_000;

/** Samples that stand out, of every series that the data hold, each judged by itself. */
export async function detectAnomalies(
  params: DetectAnomaliesParams,
  context: Pick<ToolContext, "input" | "call" | "signal" | "progress">,
): Promise<DetectAnomaliesResult> {
  const { method, threshold = defaultThresholds[method] } = params;
  const pace = createPace(context);
  const input = await readSeries(
    params.data,
    { valueColumn: params.value_column, timeColumn: params.time_column, seriesColumn: params.series_column },
    context,
  );
  const notes: string[] = [];
  const found: Anomaly[] = [];
  const main = longestSeries(input);
  let mainScored: Scored | undefined;
  for (const [place, series] of input.series.entries()) {
    await pace.reached(place / input.series.length, `Scoring ${series.name ?? input.valueColumn}`);
    const scored = judge(series, input, params);
    if (series === main) mainScored = scored;
    notes.push(...scored.scores.notes);
    for (const index of series.values.keys()) {
      if (Math.abs(scored.scores.scores[index] as number) > threshold) found.push(toAnomaly(scored, index, input));
    }
  }
  const scored = mainScored ?? judge(main, input, params);
  if (method !== "seasonal" && params.period !== undefined) notes.push("period is used by the method seasonal only");
  if (method === "seasonal" && scored.period === null) {
    notes.push("no season was found: samples were compared with the local level");
  }
  const latest = toAnomaly(scored, main.values.length - 1, input);
  return {
    anomalies: strongest(found),
    count: found.length,
    truncated: found.length > maxListed,
    samples: input.series.reduce((sum, series) => sum + series.values.length, 0),
    method,
    threshold,
    period: scored.period,
    latest: { ...latest, anomalous: Math.abs(latest.score) > threshold },
    ...describeInput(input, notes),
  };
}

/** A threshold that somebody chose is for the method's own scores. */
function judge(series: Series, input: SeriesInput, params: DetectAnomaliesParams): Scored {
  const scored = score(series, input, params);
  if (params.threshold !== undefined || params.method === "iqr") return scored;
  return { ...scored, scores: rareOnly(scored.scores, defaultThresholds[params.method]) };
}

function score(series: Series, input: SeriesInput, { method, period }: DetectAnomaliesParams): Scored {
  const { values } = series;
  if (values.length < minSamples) return { series, scores: unscored(values), period: null };
  if (method === "robust_z") return { series, scores: robustZ(values), period: null };
  if (method === "iqr") return { series, scores: interquartileScores(values), period: null };
  const grid = toRegularGrid(series);
  const given = period !== undefined && grid.values.length >= 2 * period ? period : undefined;
  const found = given ?? detectPeriod(grid.values, calendarPeriods(grid.interval, input.timeKind))?.length ?? null;
  const scores = seasonalResidualScores(values, grid, found);
  if (period === undefined || given !== undefined) return { series, scores, period: found };
  const note = `a season of ${period} samples needs at least ${2 * period}, but there are ${grid.values.length}`;
  return { series, scores: { ...scores, notes: [...scores.notes, note] }, period: found };
}

function unscored(values: Float64Array): Scores {
  return {
    scores: new Float64Array(values.length),
    expected: (index) => values[index] as number,
    notes: [`too few samples to judge: ${values.length}, and at least ${minSamples} are needed`],
  };
}

function toAnomaly({ series, scores }: Scored, index: number, { timeKind }: SeriesInput): Anomaly {
  return {
    index: series.rows[index] as number,
    time: formatTime(series.times?.[index], timeKind),
    value: series.values[index] as number,
    score: scores.scores[index] as number,
    expected: scores.expected(index),
    series: series.name,
  };
}

function strongest(found: Anomaly[]): Anomaly[] {
  const kept =
    found.length <= maxListed
      ? found
      : found.toSorted((a, b) => Math.abs(b.score) - Math.abs(a.score)).slice(0, maxListed);
  return kept.sort((a, b) => a.index - b.index);
}
