import { twoSidedP } from "#numbers/normal.ts";

/** The correlation of each value with the next, 0 for a constant series; within −1 and 1. */
export function lagOneCorrelation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let products = 0;
  let squares = 0;
  for (let index = 0; index < values.length; index++) {
    const here = (values[index] as number) - mean;
    squares += here * here;
    if (index > 0) products += here * ((values[index - 1] as number) - mean);
  }
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  return squares <= values.length * (scale * 1e-12) ** 2 ? 0 : products / squares;
}

/**
 * The p-value of a Mann–Kendall z when neighbours resemble each other: the variance grows as the effective number of samples
 * shrinks (Yue & Wang 2004, with the correlations of a first-order autoregression). Weak correlation changes nothing.
 */
export function adjustedPValue(z: number, correlation: number, count: number): number {
  if (correlation <= 1.645 / Math.sqrt(count)) return twoSidedP(z);
  let inflation = 1;
  let power = correlation;
  for (let lag = 1; lag < count && power > 1e-6; lag++, power *= correlation)
    inflation += 2 * (1 - lag / count) * power;
  return twoSidedP(z / Math.sqrt(inflation));
}
