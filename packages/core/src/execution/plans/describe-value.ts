const maxTextShown = 40;

/** What came, for a message that says what was expected. */
export function describeValue(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "string") return JSON.stringify(shorten(value));
  return typeof value === "number" || typeof value === "boolean" ? String(value) : `a ${typeof value}`;
}

/** A text short enough to stand in a message. */
function shorten(text: string): string {
  return text.length > maxTextShown ? `${text.slice(0, maxTextShown)}…` : text;
}
