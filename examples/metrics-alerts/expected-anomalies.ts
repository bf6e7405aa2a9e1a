export type Sample = { readonly name: string; readonly value: number; readonly timestamp: number };

/** Samples farther from the median of their metric than this many deviations stand out. */
const limit = 3.5;

/** What should be found, reckoned without the tool: Iglewicz and Hoaglin's modified z-score of each metric by itself. */
export function expectedAnomalies(samples: readonly Sample[]): readonly Sample[] {
  const metrics = Map.groupBy(samples, ({ name }) => name);
  return [...metrics.values()].flatMap((metric) => {
    const center = median(metric.map(({ value }) => value));
    const deviation = median(metric.map(({ value }) => Math.abs(value - center))) / 0.674_489_75;
    return metric.filter(({ value }) => Math.abs(value - center) / deviation > limit);
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
