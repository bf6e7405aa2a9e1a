import { ValidationError } from "#contracts/errors.ts";
import type { SubmitOptions } from "#contracts/task.ts";
import { type Check, count, findProblems, flag, object, oneOf } from "#primitives/check-settings.ts";
import { isTaskId, taskIdRule } from "./task-key.ts";

const longestDelayMs = 366 * 24 * 3_600_000;

const wholeNumber =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? undefined
      : `a whole number from ${least} to ${most}`;

const delay: Check = (value) =>
  typeof value === "number" && value >= 0 && value <= longestDelayMs
    ? undefined
    : `milliseconds from 0 to ${longestDelayMs} (a year)`;

/** What submissions and schedules have in common. */
export const workChecks = {
  input: object,
  mode: oneOf("plan", "sequence", "parallel", "batch"),
  queue: oneOf("fast", "heavy"),
  priority: wholeNumber(-100, 100),
} as const;

const checks: { readonly [K in keyof Required<SubmitOptions>]: Check } = {
  ...workChecks,
  taskId: (value) => (isTaskId(value) ? undefined : taskIdRule),
  delayMs: delay,
  concurrency: count(1),
  stopOnFailure: flag,
  strict: flag,
};

/** @throws E001 naming every option that is not as it should be */
export function checkSubmitOptions(options: SubmitOptions): void {
  refuse("Invalid options of a task", findProblems(options, checks, ""));
}

export function refuse(what: string, found: Iterable<string>): void {
  const problems = [...found];
  if (problems.length > 0) throw new ValidationError(`${what}: ${problems.join("; ")}`, { details: { problems } });
}
