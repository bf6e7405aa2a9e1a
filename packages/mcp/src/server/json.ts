/** A value as JSON text: big integers become text, as everywhere in results; what refers to itself is said to. */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item)) ?? "null";
  } catch (error) {
    const [reason] = error instanceof Error ? error.message.split("\n", 1) : [String(error)];
    return JSON.stringify({ unreadable: `The result cannot be written as JSON: ${reason}` });
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
