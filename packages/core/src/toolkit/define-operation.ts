import type { Operation } from "#contracts/operation.ts";
import type { Schema, SchemaInput, SchemaOutput } from "#contracts/schema.ts";
import type { ToolContext } from "#contracts/tool-context.ts";

/** What `defineOperation` takes: an operation whose parameters have the types of its input schema. */
export type OperationDefinition<Input extends Schema, Result, Instance> = Omit<
  Operation,
  "inputSchema" | "execute" | "~types"
> & {
  readonly inputSchema: Input;
  execute(params: SchemaOutput<Input>, context: ToolContext<Instance>): Result;
};

/**
 * Describes one operation of a tool. The types of parameters and result are inferred from the input schema and from
 * what `execute` returns.
 *
 * @example
 * defineOperation({
 *   description: "Adds two numbers.",
 *   inputSchema: z.object({ a: z.number(), b: z.number().default(1) }),
 *   annotations: { readOnly: true },
 *   execute: ({ a, b }) => a + b,
 * })
 */
export function defineOperation<Input extends Schema, Result, Instance = unknown>(
  definition: OperationDefinition<Input, Result, Instance>,
): Operation<SchemaInput<Input>, Awaited<Result>> {
  return definition;
}
