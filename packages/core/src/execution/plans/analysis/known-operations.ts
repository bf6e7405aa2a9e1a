import { ExecutionError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import type { Operation } from "#contracts/operation.ts";
import type { PlanError, Step } from "#contracts/plan.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";
import { formatPlace } from "#execution/plans/place.ts";
import type { WriteEffect } from "#execution/plans/write-order.ts";
import { compileParams } from "#toolkit/compile-schema.ts";
import { findOperation } from "#toolkit/find-operation.ts";
import { toJsonSchema } from "#toolkit/json-schema.ts";
import { findPathLimit, type Path, type PathLimit } from "./schema-path.ts";

/** What an analysis knows of an operation, found out once for all steps that name it. */
export type KnownOperation = {
  readonly spec: string;
  readonly validate: (params: object) => unknown;
  readonly input: JsonSchema;
  /** Absent when the operation does not say what it gives. */
  readonly output: JsonSchema | undefined;
  /** Why what it gives cannot have a path; undefined when it can, or when nobody knows. */
  limitOf(path: Path): PathLimit | undefined;
};

type Refusal = Pick<PlanError, "code" | "message" | "did_you_mean">;

export type OperationLookup =
  | { readonly known: KnownOperation }
  | {
      readonly refusal: Refusal;
      /** Nobody knows whether there is such an operation: what its tool stands for cannot be reached just now. */
      readonly unavailable: boolean;
    };

/** Looks operations up by spec, each once. */
export function createOperationLookup(tools: IToolProvider): (spec: string) => OperationLookup {
  const lookups = new Map<string, OperationLookup>();
  return (spec) => {
    let found = lookups.get(spec);
    if (!found) lookups.set(spec, (found = lookUp(tools, spec)));
    return found;
  };
}

function lookUp(tools: IToolProvider, spec: string): OperationLookup {
  try {
    return { known: describeOperation(spec, findOperation(tools, spec).operation) };
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    const { code, message, details } = error;
    const hints = Array.isArray(details.didYouMean) ? details.didYouMean.map(String) : [];
    return {
      refusal: { code: code === "E003" ? code : "E001", message, ...(hints.length > 0 && { did_you_mean: hints }) },
      unavailable: isUnavailable(tools, spec),
    };
  }
}

function isUnavailable(tools: IToolProvider, spec: string): boolean {
  const [tool = ""] = spec.split(".", 1);
  return tools.hasTool(tool) && tools.getTool(tool).unavailable !== undefined;
}

function describeOperation(spec: string, { inputSchema, outputSchema }: Operation): KnownOperation {
  const output = outputSchema && toJsonSchema(outputSchema, "output");
  return {
    spec,
    validate: compileParams(spec, inputSchema),
    input: toJsonSchema(inputSchema, "input"),
    output,
    limitOf: output ? rememberLimits(output) : () => undefined,
  };
}

/** Many steps refer to the same few paths. */
function rememberLimits(schema: JsonSchema): KnownOperation["limitOf"] {
  const limits = new Map<string, PathLimit | undefined>();
  return (path) => {
    const key = formatPlace(path);
    if (!limits.has(key)) limits.set(key, findPathLimit(schema, path));
    return limits.get(key);
  };
}

/** What a step changes, as far as its operation is known; an unknown one fails by itself and changes nothing. */
export function writeEffectOf(tools: IToolProvider, { operation: spec }: Step): WriteEffect {
  const [toolName, operationName] = typeof spec === "string" ? spec.split(".") : [];
  if (toolName === undefined || operationName === undefined || !tools.hasTool(toolName)) return "nothing";
  const { operations } = tools.getTool(toolName);
  const operation = Object.hasOwn(operations, operationName) ? operations[operationName] : undefined;
  if (!operation || operation.annotations?.readOnly) return "nothing";
  return operation.effects ?? "anything";
}
