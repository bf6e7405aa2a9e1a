import { sampleCorrelation } from "simple-statistics";
import type { Correlation } from "#schemas/generate-report.ts";
import type { NumberColumn } from "./totals.ts";

const mostColumns = 12;
const mostListed = 10;
const worthTelling = 0.3;
const minPairs = 5;

/** The strongest correlations (Pearson) among the first dozen columns, each over the rows that have both values. */
export async function findCorrelations(
  columns: readonly NumberColumn[],
  pause: () => Promise<void>,
): Promise<Correlation[]> {
  const examined = columns.slice(0, mostColumns);
  const found: Correlation[] = [];
  for (const [place, one] of examined.entries()) {
    await pause();
    for (const other of examined.slice(place + 1)) {
      const correlation = correlate(one.values, other.values);
      if (Math.abs(correlation) >= worthTelling) found.push({ one: one.name, other: other.name, correlation });
    }
  }
  return found.sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation)).slice(0, mostListed);
}

/** NaN when there are too few pairs or one side does not vary. */
function correlate(one: Float64Array, other: Float64Array): number {
  const x: number[] = [];
  const y: number[] = [];
  for (let row = 0; row < one.length; row++) {
    const a = one[row] as number;
    const b = other[row] as number;
    if (!Number.isFinite(a) || !Number.isFinite(b)) continue;
    x.push(a);
    y.push(b);
  }
  return x.length < minPairs ? Number.NaN : sampleCorrelation(x, y);
}
