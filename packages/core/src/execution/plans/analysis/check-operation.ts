import type { PlanError } from "#contracts/plan.ts";
import type { CompiledStep } from "#execution/plans/compile-step.ts";
import { isRecord, stepRules } from "#execution/plans/plan-keys.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import { checkParams } from "./check-params.ts";
import type { OperationLookup } from "./known-operations.ts";

/** What is wrong with the operation a step names, with its known parameters, and with the executor it asks for. */
export function checkOperation(
  compiled: CompiledStep,
  lookUp: ((spec: string) => OperationLookup) | undefined,
  executors: readonly string[] | undefined,
): readonly PlanError[] {
  const { operation, params = null } = compiled.step;
  const unknownType = executors ? checkExecutor(compiled, executors) : [];
  if (!lookUp || !stepRules.keys.operation.accepts(operation)) return unknownType;
  const found = lookUp(operation);
  if ("refusal" in found) {
    const { index, step } = compiled;
    // That may fail, so the others run; whether there is such an operation will be seen then.
    if (found.unavailable && step.optional === true) return unknownType;
    return [{ ...found.refusal, step: index, path: `steps[${index}].operation` }, ...unknownType];
  }
  if (params !== null && !isRecord(params)) return unknownType;
  return [...checkParams(compiled, found.known), ...unknownType];
}

function checkExecutor({ index, step }: CompiledStep, executors: readonly string[]): readonly PlanError[] {
  const { executor, operation } = step;
  if (typeof executor !== "string" || executors.includes(executor)) return [];
  const hints = didYouMean(executor, executors);
  const where = typeof operation === "string" ? ` for ${operation}` : "";
  return [
    {
      code: "E001",
      message: `Unknown executor type '${executor}'${where}; registered are ${executors.join(", ")}`,
      step: index,
      path: `steps[${index}].executor`,
      ...(hints.length > 0 && { did_you_mean: hints }),
    },
  ];
}
