import { DatabaseError, ValidationError } from "#contracts/errors.ts";
import type { Plan } from "#contracts/plan.ts";
import type { Lane, SubmitOptions, TaskMode, TaskSource, TaskWork } from "#contracts/task.ts";
import type { NewTaskRecord, TaskRecord } from "#contracts/task-store.ts";
import type { IToolProvider } from "#contracts/tool-provider.ts";
import type { ToolRule } from "#contracts/tool-rule.ts";
import { parsePlan } from "#execution/plans/parse.ts";
import { isSealed } from "#execution/plans/sealed-plan.ts";
import { canonicalKey } from "#primitives/canonical-key.ts";
import { isOperationSpec, parseSpec } from "#toolkit/find-operation.ts";
import { checkWork } from "./check-work.ts";
import { plainCopy } from "./plain-data.ts";
import { putInLine } from "./put-in-line.ts";
import { checkSubmitOptions } from "./submit-options.ts";
import { taskKey } from "./task-key.ts";
import type { TaskParts } from "./task-parts.ts";

/** Who submits, and what they may. */
export type Submitter = {
  readonly userId: string | undefined;
  readonly allow?: ToolRule | undefined;
  readonly maxOpenTasks?: number | undefined;
};

/** Keeps a task and puts it in line; the same id with the same work gives the task that is there. */
export async function submitTask(
  parts: TaskParts,
  submitter: Submitter,
  source: TaskSource,
  options: SubmitOptions = {},
): Promise<TaskRecord> {
  const { task, kept, leave } = await prepareTask(parts, submitter, source, options);
  if (kept) return kept;
  return sameTask(await keepInLine(parts, task).finally(leave), task);
}

async function keepInLine(parts: TaskParts, task: NewTaskRecord): Promise<TaskRecord> {
  if (parts.sharesCommits) {
    const [{ record }] = await Promise.all([parts.store.insert(task), putInLine(parts, task)]);
    return record;
  }
  // Not before it is kept: whoever takes it from a queue that is quicker would find nothing.
  const { record } = await parts.store.insert(task);
  await putInLine(parts, task);
  return record;
}

/**
 * A task that was asked for; `kept` when it is there already though it would not be taken now. `leave` is to be called
 * once it was inserted.
 */
export type PreparedTask = { readonly task: NewTaskRecord; readonly kept?: TaskRecord; readonly leave: () => void };

/** Makes a task of what somebody submits. @throws E001, E003, E005 or E007 when it is refused */
export async function prepareTask(
  parts: TaskParts,
  submitter: Submitter,
  source: TaskSource,
  options: SubmitOptions,
): Promise<PreparedTask> {
  checkSubmitOptions(options);
  const { executor, store, clock, createId, admission } = parts;
  const work = toWork(source, options, submitter.allow);
  const { strict = false, taskId = createId(), queue: lane, priority = 0, delayMs = 0 } = options;
  const { userId } = submitter;
  const key = taskKey(taskId, userId);
  const digest = digestOf(work);
  let leave: () => void;
  try {
    checkWork(executor, work, { strict, allow: submitter.allow });
    leave = await admission.admit(submitter);
  } catch (refusal) {
    // A task that is there already stays, though it would not be taken now. Of a store that fails nothing can be learnt.
    const isAsked = options.taskId !== undefined && !(refusal instanceof DatabaseError);
    const existing = isAsked ? await store.find(key) : undefined;
    if (existing?.digest === digest) return { task: existing, kept: existing, leave() {} };
    throw refusal;
  }
  const createdAt = clock.now();
  const task: NewTaskRecord = {
    key,
    id: taskId,
    userId,
    work,
    digest,
    lane: lane ?? laneOf(work, executor.registry),
    priority,
    createdAt,
    runAt: createdAt + Math.ceil(delayMs),
  };
  return { task, leave };
}

/** What is to be done, as plain data in one form, whatever form it came in. */
export function toWork(
  source: TaskSource,
  options: Pick<SubmitOptions, "mode" | "input" | "concurrency" | "stopOnFailure">,
  allow: ToolRule | undefined,
): TaskWork {
  const { mode = "plan", input = {}, concurrency, stopOnFailure } = options;
  return {
    mode,
    plan: toPlan(source, mode),
    // Plain data stays what it was: an object an object.
    input: plainCopy(input, "input") as TaskWork["input"],
    ...(concurrency !== undefined && { concurrency }),
    ...(stopOnFailure !== undefined && { stop_on_failure: stopOnFailure }),
    ...(allow && { allow }),
  };
}

function toPlan(source: TaskSource, mode: TaskMode): Plan {
  if (typeof source !== "object" || source === null) {
    throw new ValidationError(
      `Invalid task: expected a plan, a list of operations or an operation, received ${source === null ? "null" : typeof source}`,
    );
  }
  // What was parsed from text is plain, and cannot be changed any more.
  if (isSealed(source)) return parsePlan(source);
  const steps = "operation" in source ? [source] : source;
  const name = mode === "plan" ? "plan" : "operations";
  return parsePlan(plainCopy(steps, name) as object);
}

/** Those of plans that can be submitted again and again. */
const planDigests = new WeakMap<Plan, string>();

/** What a user may call says nothing of what the task is to do. */
function digestOf({ allow: _allow, plan, ...work }: TaskWork): string {
  const known = planDigests.get(plan);
  const planDigest = known ?? keyOf(plan);
  if (known === undefined && isSealed(plan)) planDigests.set(plan, planDigest);
  return keyOf([planDigest, work]);
}

function keyOf(value: unknown): string {
  const key = canonicalKey(value);
  if (key !== undefined) return key;
  throw new ValidationError("Invalid task: expected at most 16 MiB that nest at most 60 levels deep");
}

/** The task that is there under that key. @throws E001 when it is to do something else */
export function sameTask(record: TaskRecord, { digest }: NewTaskRecord): TaskRecord {
  if (record.digest === digest) return record;
  throw new ValidationError(
    `There is another task ${JSON.stringify(record.id)}: submit other work under another id, or delete that task before`,
    { details: { taskId: record.id, reason: "taken" } },
  );
}

/** Heavy when one of the steps is; what is not known fails fast. */
export function laneOf({ plan }: TaskWork, tools: IToolProvider): Lane {
  return plan.steps.some(({ operation }) => isHeavy(operation, tools)) ? "heavy" : "fast";
}

function isHeavy(spec: string, tools: IToolProvider): boolean {
  if (!isOperationSpec(spec)) return false;
  const { tool, operation } = parseSpec(spec);
  if (!tools.hasTool(tool)) return false;
  const { operations } = tools.getTool(tool);
  return Object.hasOwn(operations, operation) && operations[operation]?.weight === "heavy";
}
