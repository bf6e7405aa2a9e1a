import { quantileSorted, sampleKurtosis, sampleSkewness, sampleStandardDeviation, sum } from "simple-statistics";
import { finite } from "#numbers/json-number.ts";
import type { ColumnFigures } from "#schemas/column-figures.ts";

/** Describes a column of numbers; NaN and infinities count as missing. A figure that needs more values than there are is null. */
export function describeColumn(values: Float64Array): ColumnFigures {
  const sorted = Array.from(values.filter(Number.isFinite).sort());
  const count = sorted.length;
  const total = sum(sorted);
  const spread = count > 0 && sorted[0] !== sorted[count - 1];
  const quantile = (p: number) => (count === 0 ? null : quantileSorted(sorted, p));
  return {
    count,
    missing: values.length - count,
    sum: count === 0 ? null : finite(total),
    mean: count === 0 ? null : finite(total / count),
    median: quantile(0.5),
    std: count < 2 ? null : finite(sampleStandardDeviation(sorted)),
    min: sorted[0] ?? null,
    max: sorted[count - 1] ?? null,
    q1: quantile(0.25),
    q3: quantile(0.75),
    p5: quantile(0.05),
    p95: quantile(0.95),
    skewness: count >= 3 && spread ? finite(sampleSkewness(sorted)) : null,
    kurtosis: count >= 4 && spread ? finite(sampleKurtosis(sorted)) : null,
  };
}
