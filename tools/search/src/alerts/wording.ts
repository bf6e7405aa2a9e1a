const number = new Intl.NumberFormat("en", { maximumSignificantDigits: 6, useGrouping: true });

/** A value as alerts spell it. */
export function wordValue(value: unknown): string {
  if (typeof value === "number") return number.format(value);
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}

/** A moment as alerts spell it; nothing where there is none. */
export function wordTime(time: string | number | null): string {
  return time === null ? "" : ` at ${time}`;
}

/** `usage_percent of web-1`. */
export function wordMetric(metric: string | null, series: string | null): string {
  const name = metric ?? "the value";
  return series === null ? name : `${name} of ${series}`;
}

/** Seconds as people say them. */
export function wordDuration(seconds: number): string {
  if (seconds < 120) return `${wordValue(Math.round(seconds))} s`;
  if (seconds < 7_200) return `${wordValue(Math.round(seconds / 60))} min`;
  if (seconds < 172_800) return `${wordValue(Math.round(seconds / 360) / 10)} h`;
  return `${wordValue(Math.round(seconds / 8_640) / 10)} days`;
}
