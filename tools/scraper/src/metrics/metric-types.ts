/** What each type appends to its name in the names of its samples: in the text format, and in OpenMetrics. */
const suffixesOf: Readonly<Record<string, readonly string[]>> = {
  counter: ["_total", "_created"],
  gauge: [],
  histogram: ["_bucket", "_sum", "_count", "_created"],
  gaugehistogram: ["_bucket", "_gsum", "_gcount"],
  summary: ["_sum", "_count", "_created"],
  info: ["_info"],
  stateset: [],
  untyped: [],
  unknown: [],
};

/** Every type that a TYPE line may name. */
export const metricTypes: readonly string[] = Object.keys(suffixesOf);

/** The type of a sample by the TYPE lines before it, that of its family where the name is longer by a suffix. */
export function typeOfSample(name: string, types: ReadonlyMap<string, string>): string | undefined {
  const own = types.get(name);
  if (own !== undefined) return own;
  const start = name.lastIndexOf("_");
  const family = start === -1 ? undefined : types.get(name.slice(0, start));
  return family !== undefined && suffixesOf[family]?.includes(name.slice(start)) ? family : undefined;
}
