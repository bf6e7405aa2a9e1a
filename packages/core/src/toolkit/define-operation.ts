import type { Operation } from "#contracts/operation.ts";
import type { Schema, SchemaInput, SchemaOutput } from "#contracts/schema.ts";
import type { ToolContext } from "#contracts/tool-context.ts";

/** What `defineOperation` takes: an operation whose parameters have the types of its input schema. */
export interface OperationDefinition<Input extends Schema, Result, Instance> extends Omit<Operation, "~types"> {
  readonly inputSchema: Input;
  execute(params: SchemaOutput<Input>, context: ToolContext<Instance>): Result;
}

/** The same as `Awaited<Result>`, which looks into `then`: to unpack a promise first costs the compiler far less. */
type Settled<Result> = Awaited<Result extends Promise<infer Value> ? Value : Result>;

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
): Operation<SchemaInput<Input>, Settled<Result>> {
  return definition;
}
