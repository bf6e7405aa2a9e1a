import { ExecutionError } from "#contracts/errors.ts";
import type { JsonSchema } from "#contracts/json-schema.ts";
import type { PlanError } from "#contracts/plan.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { CompiledStep } from "#execution/plans/compile-step.ts";
import type { CompiledValue } from "#execution/references/compile.ts";
import { printReference } from "#execution/references/print.ts";
import { type BoundReference, resolveReference } from "#execution/references/resolve.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import type { KnownOperation } from "./known-operations.ts";
import { findElementPathLimit, findPathLimit, type Path, type PathLimit } from "./schema-path.ts";

/** What is known of the values that references point to. */
export type PathKnowledge = {
  readonly steps: readonly CompiledStep[];
  readonly previous: readonly TaskStepResult[];
  /** The operation of a step, by own index; undefined when it is not known. */
  operationOf(index: number): KnownOperation | undefined;
  /** The whole input, where the caller gave his; undefined when he may still add to it. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
  readonly inputSchema: JsonSchema | undefined;
};

/** Finds references whose path what they point to cannot have. `step` is null for the plan's output. */
export function checkPaths(
  value: CompiledValue,
  step: CompiledStep | null,
  knowledge: PathKnowledge,
): readonly PlanError[] {
  const errors: PlanError[] = [];
  for (const bound of value.references) {
    const fault = findFault(bound, step, knowledge);
    if (fault) errors.push({ code: "E007", step: step?.index ?? null, path: bound.path, ...fault });
  }
  return errors;
}

type Fault = Pick<PlanError, "message" | "did_you_mean">;

function findFault(bound: BoundReference, step: CompiledStep | null, knowledge: PathKnowledge): Fault | undefined {
  const { reference, target } = bound;
  const { previous, input, inputSchema } = knowledge;
  if (reference.path.length === 0) return undefined;
  if (target !== undefined) {
    const earlier = previous[target];
    if (earlier) return earlier.completed ? findMissing(bound, knowledge) : undefined;
    return explain(bound, limitInStep(target - previous.length, reference.path, knowledge));
  }
  if (reference.root === "item") return explain(bound, limitInItem(step, reference.path, knowledge));
  if (reference.root !== "input") return undefined;
  const missing = input && findMissing(bound, knowledge);
  if (input && !missing) return undefined;
  const limit = inputSchema && findPathLimit(inputSchema, reference.path);
  if (missing) return inputSchema && !limit ? undefined : missing;
  return explain(bound, limit);
}

/** Values that are there already are asked themselves, in the words of a run. */
function findMissing(bound: BoundReference, { previous, input }: PathKnowledge): Fault | undefined {
  const outcome = (index: number): TaskStepResult => {
    const result = previous[index];
    if (result) return result;
    throw new RangeError(`There is no earlier result ${index}`);
  };
  try {
    resolveReference(bound, { outcome, input, item: undefined, index: 0 });
    return undefined;
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    return { message: error.message };
  }
}

/** A step with `each` gives the list of what its operation gives. */
function limitInStep(index: number, path: Path, { steps, operationOf }: PathKnowledge): PathLimit | undefined {
  const operation = operationOf(index);
  if (steps[index]?.step.each === undefined) return operation?.limitOf(path);
  const [first, ...rest] = path;
  if (typeof first === "string" && !/^\d+$/.test(first)) return { depth: 0, keys: [], types: ["array"] };
  const limit = operation?.limitOf(rest);
  return limit && { ...limit, depth: limit.depth + 1 };
}

/** What stands in the elements of `each`, where that is a reference to the result of a step that is known. */
function limitInItem(step: CompiledStep | null, path: Path, knowledge: PathKnowledge): PathLimit | undefined {
  const [list] = step?.each?.references ?? [];
  if (typeof step?.step.each !== "string" || list?.target === undefined || list.inTemplate) return undefined;
  const index = list.target - knowledge.previous.length;
  const operation = knowledge.operationOf(index);
  if (!operation?.output) return undefined;
  const listPath = list.reference.path;
  if (knowledge.steps[index]?.step.each === undefined) return findElementPathLimit(operation.output, listPath, path);
  if (listPath.length === 0) return operation.limitOf(path);
  return findElementPathLimit(operation.output, listPath.slice(1), path);
}

function explain({ reference }: BoundReference, limit: PathLimit | undefined): Fault | undefined {
  if (!limit) return undefined;
  const { depth, keys } = limit;
  const wanted = printReference(reference, depth + 1);
  const shown = wanted === reference.text ? `'${wanted}'` : `'${wanted}' (of '${reference.text}')`;
  const message = `${shown} does not exist: '${printReference(reference, depth)}' ${describe(limit)}`;
  const hints = didYouMean(String(reference.path[depth]), keys);
  return { message, ...(hints.length > 0 && { did_you_mean: hints }) };
}

const maxKeysShown = 20;

function describe({ keys, types }: PathLimit): string {
  if (keys.length > 0) {
    const more = keys.length - maxKeysShown;
    const shown = keys.slice(0, maxKeysShown).map((key) => `'${key}'`);
    return `has the keys ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  }
  const [type] = types;
  if (type === "array" && types.length === 1) return "is a list";
  return types.length === 0 ? "has no keys" : `is of type ${types.join(" or ")}`;
}
