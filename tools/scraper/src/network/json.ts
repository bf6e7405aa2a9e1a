import { ValidationError } from "@aiecs/core/toolkit";

/** @throws E001 naming where the JSON came from */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new ValidationError(`${source} sends no valid JSON: ${message}`, { cause: error });
  }
}

/** Whether a JSON value is an object, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a JSON value is, in words for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return typeof value;
  return `an object with ${Object.keys(value).slice(0, 8).join(", ") || "no keys"}`;
}
