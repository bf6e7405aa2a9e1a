import { OperationFailedError } from "@aiecs/core";

/**
 * A result as JSON. Big integers become text, as everywhere in results.
 *
 * @throws E003 when a result refers to itself, which JSON cannot say
 */
export function toJson(value: unknown, indent?: number): string {
  try {
    return (
      JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item), indent) ?? "null"
    );
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new OperationFailedError(`The result cannot be written as JSON: ${error.message.split("\n", 1)[0]}`, {
      cause: error,
    });
  }
}
