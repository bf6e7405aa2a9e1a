import type { StepPage, StepPageOptions, TaskFilter, TaskPage } from "#contracts/task.ts";
import { TaskStatus } from "#contracts/task-status.ts";
import type { TaskRecord } from "#contracts/task-store.ts";
import { type Check, findProblems, oneOf, text } from "#primitives/check-settings.ts";
import { isKept } from "./kept-steps.ts";
import { showStep } from "./stored-step.ts";
import { refuse } from "./submit-options.ts";
import type { TaskParts } from "./task-parts.ts";
import { toTask } from "./task-view.ts";

const mostPerPage = 1_000;

const limit: Check = (value) =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostPerPage
    ? undefined
    : `a whole number from 1 to ${mostPerPage}`;
const status = oneOf(...Object.values(TaskStatus));

const filterChecks: { readonly [K in keyof Required<TaskFilter>]: Check } = {
  status: (value) => (Array.isArray(value) ? value.map(status).find((wanted) => wanted !== undefined) : status(value)),
  queue: oneOf("fast", "heavy"),
  name: text,
  cursor: text,
  limit,
};

const pageChecks: { readonly [K in keyof Required<StepPageOptions>]: Check } = {
  from: (value) => (Number.isInteger(value) && Number(value) >= 0 ? undefined : "a whole number of at least 0"),
  limit,
  all: (value) => (typeof value === "boolean" ? undefined : "true or false"),
};

/** @throws E001 naming every part of the filter that is not as it should be */
export async function listTasks(
  { store }: TaskParts,
  userId: string | undefined,
  filter: TaskFilter = {},
): Promise<TaskPage> {
  refuse("Invalid filter of tasks", findProblems(filter, filterChecks, ""));
  const { status, queue, name, cursor, limit = 100 } = filter;
  const statuses = typeof status === "string" ? [status] : status;
  const page = await store.list({ userId, statuses, lane: queue, name, cursor, limit });
  return { tasks: page.records.map(toTask), cursor: page.cursor };
}

/** Some of the steps that have ended. */
export async function pageSteps(
  { store }: TaskParts,
  task: TaskRecord,
  options: StepPageOptions = {},
): Promise<StepPage> {
  refuse("Invalid page of steps", findProblems(options, pageChecks, ""));
  const { from = 0, limit = 100, all = false } = options;
  // One step more than wanted tells where to go on.
  const records = await store.steps(task.key, { from, limit: limit + 1, all });
  const indices = [...new Set(records.map(({ index }) => index))];
  const next = indices[limit] ?? null;
  const shown = records.filter((step) => (next === null || step.index < next) && (all || isKept(step, task)));
  return { steps: shown.map(showStep), next };
}
