import type { PlanError } from "#contracts/plan.ts";
import { isRecord } from "./plan-keys.ts";

export type StepIds = {
  /** Step id to own index; of two equal ids the first counts. */
  readonly indices: ReadonlyMap<string, number>;
  /** One for each id that is taken already. */
  readonly errors: readonly PlanError[];
};

const noIds: StepIds = { indices: new Map(), errors: [] };

/** The ids of a list's steps. Most lists have none. */
export function collectStepIds(steps: readonly unknown[]): StepIds {
  let indices: Map<string, number> | undefined;
  const errors: PlanError[] = [];
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index];
    const id = isRecord(step) ? step.id : undefined;
    if (typeof id !== "string") continue;
    indices ??= new Map();
    const first = indices.get(id);
    if (first === undefined) indices.set(id, index);
    else errors.push(takenId(id, first, index));
  }
  return indices ? { indices, errors } : noIds;
}

function takenId(id: string, first: number, index: number): PlanError {
  const message = `Step id '${id}' is taken already by step ${first}`;
  return { code: "E001", message, step: index, path: `steps[${index}].id` };
}
