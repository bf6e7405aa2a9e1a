import { transformInPlace } from "./fourier.ts";

/**
 * The autocorrelation at lags 0 to `maxLag`, over the whole length at every lag (R's `acf`), by way of the power spectrum
 * (Wiener–Khinchin): O(n log n). All zeros for a constant series.
 */
export function autocorrelation(values: Float64Array, maxLag: number): Float64Array {
  const result = new Float64Array(maxLag + 1);
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, values.length + maxLag + 1)));
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  const mean = meanOf(values);
  for (let index = 0; index < values.length; index++) real[index] = (values[index] as number) - mean;
  transformInPlace(real, imaginary);
  for (let index = 0; index < size; index++) {
    real[index] = (real[index] as number) ** 2 + (imaginary[index] as number) ** 2;
    imaginary[index] = 0;
  }
  transformInPlace(real, imaginary);
  const total = real[0] as number;
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (total / size <= values.length * (scale * 1e-12) ** 2) return result;
  for (let lag = 0; lag <= maxLag && lag < values.length; lag++) result[lag] = (real[lag] as number) / total;
  return result;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
