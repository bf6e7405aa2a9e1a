/**
 * The k-th smallest value (from 0). Reorders `values`; linear on average, also where many values are equal.
 * C. A. R. Hoare, "Algorithm 65: Find" (1961), with the median of three as pivot. `values` must hold no NaN.
 */
export function selectInPlace(values: Float64Array, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = medianOfThree(values, left, right);
    let low = left;
    let high = right;
    while (low <= high) {
      while (at(values, low) < pivot) low++;
      while (at(values, high) > pivot) high--;
      if (low > high) break;
      const swapped = at(values, low);
      values[low++] = at(values, high);
      values[high--] = swapped;
    }
    if (k <= high) right = high;
    else if (k >= low) left = low;
    else break;
  }
  return at(values, k);
}

/** The value at an index known to exist. */
function at(values: Float64Array, index: number): number {
  return values[index] as number;
}

function medianOfThree(values: Float64Array, left: number, right: number): number {
  const a = at(values, left);
  const b = at(values, (left + right) >>> 1);
  const c = at(values, right);
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** The p-quantile by linear interpolation (R's type 7; Hyndman & Fan 1996). Reorders `values`; NaN when there are none. */
export function quantileInPlace(values: Float64Array, p: number): number {
  if (values.length === 0) return Number.NaN;
  const position = (values.length - 1) * p;
  const below = Math.floor(position);
  const lower = selectInPlace(values, below);
  if (position === below) return lower;
  let upper = Number.POSITIVE_INFINITY;
  for (let index = below + 1; index < values.length; index++) upper = Math.min(upper, at(values, index));
  return lower + (position - below) * (upper - lower);
}

/** Reorders `values`; NaN when there are none. */
export function medianInPlace(values: Float64Array): number {
  return quantileInPlace(values, 0.5);
}

/** The median, leaving `values` as they are; NaN when there are none. */
export function median(values: Float64Array): number {
  return medianInPlace(values.slice());
}

/** The median distance from `center`: the raw MAD, not scaled to a standard deviation. */
export function medianDeviation(values: Float64Array, center: number): number {
  return medianInPlace(values.map((value) => Math.abs(value - center)));
}
