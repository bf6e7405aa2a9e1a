import { NotFoundError, ValidationError } from "#contracts/errors.ts";
import type { Schedule, ScheduleRequest } from "#contracts/task.ts";
import type { ScheduleRecord } from "#contracts/task-store.ts";
import { type Check, findProblems } from "#primitives/check-settings.ts";
import { checkWork } from "./check-work.ts";
import { checkSchedule, nextMoment } from "./cron.ts";
import { laneOf, type Submitter, submitTask, toWork } from "./submit.ts";
import { refuse, workChecks } from "./submit-options.ts";
import type { TaskParts } from "./task-parts.ts";
import { toIso } from "./to-iso.ts";

/** The id of each task is the schedule's with a moment behind it. */
const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const checks: { readonly [K in keyof Required<ScheduleRequest>]: Check } = {
  ...workChecks,
  id: (value) =>
    typeof value === "string" && idPattern.test(value)
      ? undefined
      : "letters, digits and . _ -, at most 100, beginning with a letter or a digit",
  cron: (value) => (typeof value === "string" ? undefined : "a cron text such as '0 6 * * 1-5'"),
  timezone: (value) => (typeof value === "string" ? undefined : "the name of a time zone such as 'Europe/Berlin'"),
  plan: (value) => (typeof value === "object" && value !== null ? undefined : "a plan or operations"),
};

/** Adds a schedule, or replaces the one of that id. @throws E001 when its times or its plan are not valid */
export async function saveSchedule(
  parts: TaskParts,
  submitter: Submitter,
  request: ScheduleRequest,
): Promise<Schedule> {
  refuse("Invalid schedule", findProblems(request, checks, ""));
  for (const key of ["id", "cron", "plan"] as const) {
    if (request[key] === undefined) throw new ValidationError(`Invalid schedule: ${key}: required, but missing`);
  }
  const { executor, store, clock } = parts;
  const { id, cron, timezone = "UTC", plan, queue, priority = 0, mode, input } = request;
  await checkSchedule(cron, timezone);
  const work = toWork(plan, { mode, input }, submitter.allow);
  checkWork(executor, work, { strict: false, allow: submitter.allow });
  const now = clock.now();
  const nextAt = await nextMoment(cron, timezone, now);
  if (nextAt === undefined) throw new ValidationError(`Invalid schedule: '${cron}' never comes`);
  const schedule: ScheduleRecord = {
    userId: submitter.userId,
    id,
    cron,
    timezone,
    work,
    lane: queue ?? laneOf(work, executor.registry),
    priority,
    createdAt: now,
    nextAt,
    lastTaskId: null,
  };
  await store.saveSchedule(schedule);
  return toSchedule(schedule);
}

export async function listSchedules({ store }: TaskParts, userId: string | undefined): Promise<readonly Schedule[]> {
  return (await store.schedules(userId)).map(toSchedule);
}

/** @throws NotFoundError */
export async function deleteSchedule({ store }: TaskParts, userId: string | undefined, id: string): Promise<void> {
  if (typeof id === "string" && (await store.removeSchedule(userId, id))) return;
  throw new NotFoundError(`There is no schedule ${JSON.stringify(id)}`);
}

/** Submits what is due, each moment once, however many processes look. Of moments that were missed, one is made up for. */
export async function submitDue(parts: TaskParts): Promise<void> {
  const { store, clock } = parts;
  for (const schedule of await store.dueSchedules(clock.now())) await submitOne(parts, schedule);
}

async function submitOne(parts: TaskParts, schedule: ScheduleRecord): Promise<void> {
  const { store, clock, logger } = parts;
  const { userId, id, work, lane, priority, cron, timezone, nextAt } = schedule;
  const taskId = `${id}:${toIso(nextAt)}`;
  const { mode, plan, input, allow } = work;
  try {
    await submitTask(parts, { userId, allow }, plan, { taskId, mode, input, queue: lane, priority });
  } catch (error) {
    // A plan whose tools are gone, or too many tasks: the next moment may be better.
    if (!isRefusal(error)) throw error;
    logger.warn({ err: error, schedule: id, task: taskId }, "A scheduled task could not be submitted");
  }
  const after = await nextMoment(cron, timezone, Math.max(clock.now(), nextAt));
  if (after === undefined) await store.removeSchedule(userId, id);
  else await store.advanceSchedule(schedule, after, taskId);
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code !== "E006";
}

function toSchedule({ id, userId, cron, timezone, createdAt, nextAt, lastTaskId }: ScheduleRecord): Schedule {
  return {
    id,
    user_id: userId ?? null,
    cron,
    timezone,
    created_at: toIso(createdAt),
    next_at: toIso(nextAt),
    last_task_id: lastTaskId,
  };
}
