import { ValidationError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import { runWithin } from "#execution/references/bounded-run.ts";
import { compileJsonSchema, type JsonSchemaOutcome } from "#toolkit/json-schema-validator.ts";

const timeoutMs = 1_000;

/**
 * Holds a plan's input against its `input_schema`, and fills in defaults. A plan may come from anywhere, and a pattern
 * in it may backtrack for ever: such a schema gets a second.
 *
 * @throws E001 on a broken schema, or one that takes too long
 */
export function validateInputObject(schema: JsonSchema, input: object): JsonSchemaOutcome {
  const check = compileJsonSchema(schema);
  if (!hasPattern(schema)) return check(input);
  try {
    return runWithin(timeoutMs, () => check(input));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ValidationError(
      `The input could not be held against input_schema: ${reason}; is there a simpler pattern?`,
      {
        cause,
      },
    );
  }
}

/** A part that contains itself is looked into once. */
function hasPattern(part: unknown, seen: Set<unknown> = new Set()): boolean {
  if (typeof part !== "object" || part === null || seen.has(part)) return false;
  seen.add(part);
  return Object.entries(part).some(([key, inner]) => key.startsWith("pattern") || hasPattern(inner, seen));
}
