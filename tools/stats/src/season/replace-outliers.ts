import { madToDeviation } from "#numbers/normal.ts";
import { median, medianDeviation } from "#numbers/select.ts";

/** Residuals beyond this many deviations are outliers (Iglewicz & Hoaglin 1993). */
const outlierScore = 3.5;
/** An outlier pulls the fit around it to its side; neighbours below this share of it may only look like outliers. */
const shadowShare = 0.3;

/**
 * The values with outliers replaced by what the fit says, or undefined when there are none. Of outliers within `reach` of one
 * another only those go that are not much smaller than the largest: the rest is judged again once the fit is no longer bent.
 */
export function replaceOutliers(values: Float64Array, fitted: Float64Array, reach: number): Float64Array | undefined {
  const residuals = values.map((value, step) => value - (fitted[step] as number));
  const center = median(residuals);
  const distances = residuals.map((residual) => Math.abs(residual - center));
  const typical =
    medianDeviation(residuals, center) || distances.reduce((sum, distance) => sum + distance, 0) / values.length;
  const limit = outlierScore * madToDeviation * typical;
  const outliers = stepsBeyond(distances, limit);
  if (outliers.length === 0) return undefined;
  const cleaned = values.slice();
  for (const step of withoutShadowed(outliers, distances, reach)) cleaned[step] = (fitted[step] as number) + center;
  return cleaned;
}

function stepsBeyond(distances: Float64Array, limit: number): number[] {
  const steps: number[] = [];
  for (let step = 0; step < distances.length; step++) if ((distances[step] as number) > limit) steps.push(step);
  return steps;
}

function withoutShadowed(outliers: readonly number[], distances: Float64Array, reach: number): number[] {
  const distanceOf = (step: number) => distances[step] as number;
  const shadows = new Float64Array(distances.length);
  return outliers
    .toSorted((a, b) => distanceOf(b) - distanceOf(a) || a - b)
    .filter((step) => {
      if (distanceOf(step) < shadowShare * (shadows[step] as number)) return false;
      const end = Math.min(distances.length, step + reach + 1);
      for (let near = Math.max(0, step - reach); near < end; near++) {
        shadows[near] = Math.max(shadows[near] as number, distanceOf(step));
      }
      return true;
    });
}
