import { hash } from "node:crypto";
import { CancelledError, ExecutionError, OperationFailedError, ValidationError } from "#contracts/errors.ts";
import type { Plan } from "#contracts/plan.ts";
import type { Lane } from "#contracts/task.ts";
import type { TaskRecord } from "#contracts/task-store.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { fromWireError } from "#contracts/wire-error.ts";
import { followEvents } from "./follow-events.ts";
import { putInLine } from "./put-in-line.ts";
import { decodeValue } from "./stored-value.ts";
import { type Submitter, submitTask } from "./submit.ts";
import type { TaskParts } from "./task-parts.ts";
import { hasEnded } from "./task-status.ts";

/** Asks whoever works in a task's stead to stop; known to the service that has the runner. */
type Cancel = (record: TaskRecord, submitter: Submitter) => Promise<unknown>;

/**
 * Runs operations as tasks of a lane: on any process that works there, while the plan goes on where it is. The task
 * has an id that is made of the step's, so that a plan that is resumed finds it again, and takes its result.
 */
export function createLaneExecutor(parts: TaskParts, lane: Lane, cancel: Cancel): IToolExecutor {
  return {
    execute(tool, operationName) {
      throw new OperationFailedError(`${tool.name}.${operationName} runs in the lane ${lane}: call it asynchronously`);
    },
    async executeAsync(tool, operationName, params, context) {
      if (!context) throw new ValidationError(`The lane ${lane} takes steps of a call: it needs their context`);
      const submitter = { userId: context.userId, allow: context.allow };
      const plan = planOf(`${tool.name}.${operationName}`, params, context);
      const taskId = `step-${hash("sha256", context.idempotencyKey).slice(0, 40)}`;
      const record = await submitTask(parts, submitter, plan, { taskId, queue: lane });
      const ended = await untilEnded(parts, await runAgain(parts, record), context).catch(async (error: unknown) => {
        if (context.signal.aborted) await cancel(record, submitter);
        throw error;
      });
      return await outputOf(parts, ended);
    },
  };
}

/** What the parameters hold is data, whatever it looks like: it comes as input, and nothing in it is a reference. */
function planOf(operation: string, params: object, { input }: ToolContext): Plan {
  const given: Record<string, unknown> = { ...input };
  const references: Record<string, string> = {};
  for (const [index, [name, value]] of Object.entries(params).entries()) {
    given[`step_param_${index}`] = value;
    references[name] = `$input.step_param_${index}`;
  }
  return { name: operation, steps: [{ operation, params: references }], input: given };
}

/** A try before this one has failed: the step is tried again. */
async function runAgain(parts: TaskParts, record: TaskRecord): Promise<TaskRecord> {
  if (!hasEnded(record.status) || record.status === "completed") return record;
  const again = await parts.store.resume(record.key, parts.clock.now());
  if (again) await putInLine(parts, again);
  return again ?? record;
}

async function untilEnded(
  parts: TaskParts,
  record: TaskRecord,
  { signal, progress }: ToolContext,
): Promise<TaskRecord> {
  for await (const event of followEvents(parts, record, { after: record.lastSequence, signal })) {
    if (event.type === "step.progressed") progress(event.fraction, event.message ?? undefined);
  }
  if (signal.aborted) throw new CancelledError("Cancelled", { cause: signal.reason });
  return (await parts.store.find(record.key)) ?? record;
}

/** @throws what the step failed with */
async function outputOf({ executor }: TaskParts, { status, output, error, id }: TaskRecord): Promise<unknown> {
  if (status === "completed") return output === null ? null : await decodeValue(JSON.parse(output), executor.artifacts);
  if (error) throw fromWireError(error);
  throw new ExecutionError("E003", `Task ${JSON.stringify(id)}, which ran the step, ended as ${status}`);
}
