import { NotAllowedError, type Step, type Task, type TaskSource, ValidationError } from "@aiecs/core";
import type { FastifyReply } from "fastify";
import type { User } from "#auth/user.ts";
import type { ServedTasks } from "#server-parts.ts";
import type { ExecuteBody } from "./execute-schema.ts";
import { tasksOf } from "./tasks-of.ts";
import { planWithoutOwner } from "./without-owner.ts";

export type SubmitContext = { readonly user: User; readonly reply: FastifyReply; readonly tasks: ServedTasks };

/** Whether a `Prefer` header asks for an answer before the work is done (RFC 7240). */
export function prefersAsync(header: string | readonly string[]): boolean {
  return [header]
    .flat()
    .join(",")
    .split(",")
    .some((preference) => preference.split(";", 1)[0]?.trim().toLowerCase() === "respond-async");
}

/** Makes a task of what would have been run at once. */
export async function submitCall(body: ExecuteBody, { user, reply, tasks }: SubmitContext): Promise<Task> {
  if (!user.scopes.has("tasks:write"))
    throw new NotAllowedError("`Prefer: respond-async` makes a task, which needs the scope 'tasks:write'");
  const task = await tasksOf(tasks, user).submitTask(planWithoutOwner(sourceOf(body)), {
    taskId: body.task_id,
    input: body.input,
    mode: body.mode,
    concurrency: body.concurrency,
    stopOnFailure: body.stop_on_failure,
    strict: body.strict,
  });
  return accepted(reply, task, { "preference-applied": "respond-async" });
}

/** 202, with the address at which the task is found. */
export function accepted(reply: FastifyReply, task: Task, headers: Readonly<Record<string, string>> = {}): Task {
  reply.code(202).headers({ ...headers, location: `/api/tasks/${encodeURIComponent(task.id)}` });
  return task;
}

/** A single operation is a plan of one step, which takes along what was said of the call. */
function sourceOf(body: ExecuteBody): TaskSource {
  const { operation, operations, plan, params, timeout_ms, retry, cache, executor } = body;
  const ofSteps = { timeout_ms, retry, cache, executor };
  const ofCalls = { previous: body.previous, deadline_ms: body.deadline_ms };
  const odd = Object.entries(operation === undefined ? { ...ofSteps, ...ofCalls } : ofCalls).filter(
    ([, value]) => value !== undefined,
  );
  if (odd.length > 0) {
    const keys = odd.map(([key]) => key).join(", ");
    throw new ValidationError(`Invalid request: ${keys} cannot be said of a task; steps have keys of their own`);
  }
  if (operation === undefined) return plan ?? operations ?? [];
  const given = Object.entries({ params, ...ofSteps }).filter(([, value]) => value !== undefined);
  const step: Step = { operation, ...Object.fromEntries(given) };
  return step;
}
