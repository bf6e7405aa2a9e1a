import type { CallOptions, OperationExecutor } from "@aiecs/core";
import { listed, type ObjectSchema, type OperationFilter, objectSchema } from "./tool-definitions.ts";

/** A schema as `jsonSchema()` of the AI SDK makes it. */
export type AiSdkSchema = {
  readonly [mark: symbol]: true;
  readonly jsonSchema: ObjectSchema;
  readonly validate: undefined;
  readonly _type: Record<string, unknown>;
};

/** A tool of the AI SDK (versions 5 and 6). */
export type AiSdkTool = {
  readonly description: string;
  readonly inputSchema: AiSdkSchema;
  execute(
    input: Record<string, unknown>,
    options?: { readonly abortSignal?: AbortSignal | undefined },
  ): Promise<unknown>;
};

/** What is needed of an executor, whatever it knows of its operations' types. */
export type SdkExecutor = Pick<OperationExecutor, "registry" | "exportResult"> & {
  executeOperation(spec: string, params: object, options: CallOptions): Promise<unknown>;
};

export type AiSdkOptions = {
  readonly filter?: OperationFilter;
  /** For every call; the SDK's own signal is heard besides. */
  readonly options?: CallOptions;
};

/**
 * The operations of an executor as tools of the AI SDK: what a model calls runs through the executor.
 *
 * @example
 * await generateText({ model, prompt, tools: toAiSdkTools(executor, { filter: (spec) => spec.startsWith("stats_tool.") }) });
 */
export function toAiSdkTools(
  executor: SdkExecutor,
  { filter, options = {} }: AiSdkOptions = {},
): Record<string, AiSdkTool> {
  const tools = listed(executor.registry, filter).map(({ name, spec, operation }): [string, AiSdkTool] => [
    name,
    {
      description: operation.description,
      inputSchema: aiSdkSchema(objectSchema(operation.input_schema)),
      async execute(input, { abortSignal } = {}) {
        const signals = [options.signal, abortSignal].filter((signal) => signal !== undefined);
        const signal = signals.length > 0 ? AbortSignal.any(signals) : undefined;
        const taskId = options.taskId ?? crypto.randomUUID();
        const result = await executor.executeOperation(spec, input, { ...options, taskId, signal });
        return await executor.exportResult(result, { taskId, userId: options.userId });
      },
    },
  ]);
  return Object.fromEntries(tools);
}

/** The mark by which the SDK tells a schema; parameters are checked by the executor. */
const schemaMark = Symbol.for("vercel.ai.schema");

function aiSdkSchema(jsonSchema: ObjectSchema): AiSdkSchema {
  return { [schemaMark]: true, jsonSchema, validate: undefined, _type: {} };
}
