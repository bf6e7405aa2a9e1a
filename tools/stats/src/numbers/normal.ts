/** The standard normal's two-sided 95 % point. */
export const normal95 = 1.959963984540054;

/** Turns a median absolute deviation into a standard deviation, were the values normal: 1 / Φ⁻¹(3/4). */
export const madToDeviation = 1.482602218505602;

const seriesLimit = 3;

/**
 * P(Z > z) of the standard normal, exact to about 1e-14 relative also far out in the tail: a power series near the
 * middle (Marsaglia 2004, "Evaluating the Normal Distribution"), Laplace's continued fraction beyond.
 */
export function normalTail(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return z < seriesLimit ? 0.5 - density * powerSeries(z) : density * millsRatio(z);
}

/** The chance of a standard normal at least this far from 0, on either side. */
export function twoSidedP(z: number): number {
  return Math.min(1, 2 * normalTail(Math.abs(z)));
}

/** z + z³/3 + z⁵/(3·5) + … */
function powerSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** 1/(z + 1/(z + 2/(z + 3/(z + …)))): at three deviations and beyond, a hundred levels are exact to the last digits. */
function millsRatio(z: number): number {
  let tail = z;
  for (let level = 100; level >= 1; level--) tail = z + level / tail;
  return 1 / tail;
}
