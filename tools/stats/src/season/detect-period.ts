import { autocorrelation } from "./autocorrelation.ts";
import { decompose } from "./decompose.ts";

/** A season found in a series. */
export type Period = {
  /** In samples. */
  readonly length: number;
  /** 0 (none) to 1 (nothing but season): how much of what is not trend the season explains. */
  readonly strength: number;
};

/** The latest samples are enough to see a season; periods up to a third of this can be found. */
const examined = 32_768;
const candidatesPerSeries = 5;
const minCorrelation = 0.1;
/** Below this a season says less than chance might. */
const minStrength = 0.4;
/** Multiples of a period explain as much as the period itself: the shortest that comes this close is the period. */
const nearlyAsStrong = 0.9;

/**
 * The period of a series at even steps, or null. Candidates are the peaks of the autocorrelation of the series without its
 * line and of its differences; each is judged by the strength of the season it gives (Wang, Smith & Hyndman 2006), here
 * with the variance of the rest divided by its degrees of freedom. Needs three whole periods. `likely` are lengths to try
 * besides, preferred where they are as good: a day of hours, a year of months.
 */
export function detectPeriod(values: Float64Array, likely: readonly number[] = []): Period | null {
  const recent = values.length > examined ? values.subarray(values.length - examined) : values;
  const longest = Math.floor(recent.length / 3);
  if (longest < 2) return null;
  const lags = new Set([...peaksOf(withoutLine(recent), longest), ...peaksOf(differences(recent), longest)]);
  for (const length of likely) if (length <= longest) lags.add(length);
  const found = [...lags]
    .sort((a, b) => a - b)
    .map((length) => ({ length, strength: seasonalStrength(recent, length) }));
  const best = Math.max(0, ...found.map(({ strength }) => strength));
  if (best < minStrength) return null;
  const good = found.filter(({ strength }) => strength >= nearlyAsStrong * best);
  const calendar = good.find(({ length }) => likely.includes(length));
  return calendar ?? (good[0] === undefined ? null : refine(recent, good[0], longest));
}

/** How much of what is not trend a season of this period explains; NaN-free, 0 when there is nothing to explain. */
function seasonalStrength(values: Float64Array, period: number): number {
  const { trend, season, expected, multiplicative } = decompose(values, period);
  const scaled = multiplicative ? values.map(Math.log) : values;
  const fitted = multiplicative ? expected.map(Math.log) : expected;
  const detrended = scaled.map((value, step) => value - (trend[step] as number));
  const rest = scaled.map((value, step) => value - (fitted[step] as number));
  const total = variance(detrended);
  if (total === 0 || variance(season) === 0) return 0;
  const cycles = values.length / period;
  return Math.max(0, 1 - (variance(rest) * (cycles / (cycles - 1))) / total);
}

/** Noise may put the peak of a long period a few samples off: the strongest of its neighbours is the period. */
function refine(values: Float64Array, rough: Period, longest: number): Period {
  const reach = Math.min(5, Math.round(rough.length / 40));
  let best = rough;
  for (let length = rough.length - reach; length <= Math.min(longest, rough.length + reach); length++) {
    const strength = seasonalStrength(values, length);
    if (strength > best.strength) best = { length, strength };
  }
  return best;
}

function peaksOf(values: Float64Array, longest: number): number[] {
  const correlation = autocorrelation(values, longest + 1);
  const peaks: number[] = [];
  for (let lag = 2; lag <= longest; lag++) {
    const here = correlation[lag] as number;
    if (here < minCorrelation) continue;
    if (here > (correlation[lag - 1] as number) && here >= (correlation[lag + 1] as number)) peaks.push(lag);
  }
  return peaks.sort((a, b) => (correlation[b] as number) - (correlation[a] as number)).slice(0, candidatesPerSeries);
}

/** The series less its least-squares line. */
function withoutLine(values: Float64Array): Float64Array {
  const middle = (values.length - 1) / 2;
  let sum = 0;
  let weighted = 0;
  let squares = 0;
  for (let step = 0; step < values.length; step++) {
    sum += values[step] as number;
    weighted += (step - middle) * (values[step] as number);
    squares += (step - middle) ** 2;
  }
  const mean = sum / values.length;
  const slope = squares === 0 ? 0 : weighted / squares;
  return values.map((value, step) => value - mean - slope * (step - middle));
}

function differences(values: Float64Array): Float64Array {
  return Float64Array.from(
    { length: values.length - 1 },
    (_, step) => (values[step + 1] as number) - (values[step] as number),
  );
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
