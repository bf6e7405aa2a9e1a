/**
 * The centred moving average over one period (with half weights at both ends when it is even, so that every phase counts
 * once), the classical trend estimate (Macaulay 1931). Near the ends the nearest line through the outermost full averages goes on.
 */
export function movingAverage(values: Float64Array, period: number): Float64Array {
  const half = Math.floor(period / 2);
  const trend = new Float64Array(values.length);
  if (values.length < 2 * half + 1) return trend.fill(values.reduce((sum, value) => sum + value, 0) / values.length);
  const edge = period % 2 === 0 ? 0.5 : 1;
  let inner = 0;
  for (let index = 1; index < 2 * half; index++) inner += values[index] as number;
  for (let center = half; center < values.length - half; center++) {
    const first = values[center - half] as number;
    const last = values[center + half] as number;
    trend[center] = half === 0 ? first : (inner + edge * (first + last)) / period;
    inner += last - (values[center - half + 1] as number);
  }
  continueEnds(trend, half, Math.max(period, 2));
  return trend;
}

/** Carries the slope of the outermost `reach` averages on to the ends. */
function continueEnds(trend: Float64Array, half: number, reach: number): void {
  const first = half;
  const last = trend.length - 1 - half;
  const span = Math.min(reach, last - first);
  const risingAtStart = span === 0 ? 0 : ((trend[first + span] as number) - (trend[first] as number)) / span;
  const risingAtEnd = span === 0 ? 0 : ((trend[last] as number) - (trend[last - span] as number)) / span;
  for (let index = 0; index < first; index++) trend[index] = (trend[first] as number) - risingAtStart * (first - index);
  for (let index = last + 1; index < trend.length; index++) {
    trend[index] = (trend[last] as number) + risingAtEnd * (index - last);
  }
}
