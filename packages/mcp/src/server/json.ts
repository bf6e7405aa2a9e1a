/** A value as JSON text: big integers become text, as everywhere in results; what refers to itself is said to. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item)) ?? "null";
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    return JSON.stringify({ unreadable: `The result cannot be written as JSON: ${error.message.split("\n", 1)[0]}` });
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
