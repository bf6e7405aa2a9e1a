/** What came instead of what was expected, for errors: its kind, never its content. */
export function describeInput(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (value === "") return "an empty text";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  const keys = Object.keys(value).slice(0, 10);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.join(", ")}`;
}
