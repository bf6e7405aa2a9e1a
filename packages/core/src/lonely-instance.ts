import { ValidationError } from "#contracts/errors.ts";
import { defaultLimits } from "#contracts/limits.ts";
import type { Tool } from "#contracts/tool.ts";
import { compileSchema, type SchemaOutcome } from "#toolkit/compile-schema.ts";
import { formatProblems } from "#toolkit/problems.ts";

/**
 * The instance of a tool for one call outside any executor, with the settings that its schema has by default. A promise
 * where the tool or its schema takes time; undefined for a tool without a life.
 *
 * @throws E001 when the tool needs settings
 */
export function makeLonelyInstance(tool: Tool): unknown {
  if (!tool.create) return undefined;
  const outcome = tool.configSchema && compileSchema(tool.configSchema)({});
  return outcome instanceof Promise ? outcome.then((late) => create(tool, late)) : create(tool, outcome);
}

/** Ends what `makeLonelyInstance` made. */
export function endLonelyInstance(tool: Tool, instance: unknown): unknown {
  return tool.create ? tool.dispose?.(instance) : undefined;
}

function create(tool: Tool, outcome: SchemaOutcome | undefined): unknown {
  if (outcome?.problems === undefined) return tool.create?.(outcome?.value, { limits: defaultLimits });
  const problems = formatProblems(outcome.problems);
  throw new ValidationError(
    `'${tool.name}' needs a configuration, which it has only within an OperationExecutor: ${problems}`,
    { details: { problems: outcome.problems } },
  );
}
