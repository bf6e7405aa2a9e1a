import type { ExecutionError } from "#contracts/errors.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { StepRecord, TaskRecord } from "#contracts/task-store.ts";
import { decodeStep } from "./stored-step.ts";
import { decodeValue } from "./stored-value.ts";
import type { TaskParts } from "./task-parts.ts";

/** What earlier runs of a task left. */
export type KeptSteps = {
  /** By step: what need not run again. */
  readonly results: readonly (TaskStepResult | undefined)[];
  /** Why those of them did not complete that did not. */
  readonly errors: ReadonlyMap<number, ExecutionError>;
  /** By step, then by position: what elements of steps gave that were interrupted. */
  readonly elements: ReadonlyMap<number, ReadonlyMap<number, unknown>>;
};

const pageSteps = 1_000;
const none: KeptSteps = { results: [], errors: new Map(), elements: new Map() };

/**
 * Reads back the steps that completed, and those that ended otherwise in a run that was interrupted: they have ended,
 * too, and others may have been built on that. A resumption forgets the latter.
 */
export async function readKeptSteps(parts: TaskParts, record: TaskRecord): Promise<KeptSteps> {
  // A task that never told anything has nothing to read back.
  if (record.lastSequence === 0) return none;
  const results: (TaskStepResult | undefined)[] = [];
  const errors = new Map<number, ExecutionError>();
  for (let from = 0; ; ) {
    const page = await parts.store.steps(record.key, { from, limit: pageSteps });
    for (const step of page) {
      if (!isKept(step, record)) continue;
      const { result, error } = await decodeStep(step, parts.executor.artifacts);
      results[step.index] = result;
      if (error) errors.set(step.index, error);
    }
    const last = page.at(-1);
    if (!last || page.length < pageSteps) break;
    from = last.index + 1;
  }
  return { results, errors, elements: await readElements(parts, record) };
}

/** Whether a step's end still counts: a resumption forgets those of earlier runs that did not complete. */
export function isKept({ status, run }: StepRecord, task: Pick<TaskRecord, "run">): boolean {
  return status === "completed" || run === task.run;
}

async function readElements(parts: TaskParts, record: TaskRecord): Promise<KeptSteps["elements"]> {
  if (!record.work.plan.steps.some(({ each }) => each !== undefined)) return none.elements;
  const elements = new Map<number, Map<number, unknown>>();
  for (const { index, position, body } of await parts.store.elements(record.key)) {
    const values = elements.get(index) ?? new Map<number, unknown>();
    elements.set(index, values);
    values.set(position, await decodeValue(JSON.parse(body), parts.executor.artifacts));
  }
  return elements;
}
