/** A text that says something, or null. */
export function orNull(value: unknown): string | null {
  if (typeof value !== "string") return null;
  const text = value.trim();
  return text === "" ? null : text;
}

/** A moment in ISO 8601, or null. */
export function isoMoment(value: unknown): string | null {
  if (typeof value !== "string" && !(value instanceof Date)) return null;
  const moment = new Date(value);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}
