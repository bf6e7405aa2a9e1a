import { ValidationError } from "#contracts/errors.ts";
import type { TaskConfig } from "#contracts/task-config.ts";
import { atLeastZero, type Check, count, findProblems, oneOf, orNull, text } from "#primitives/check-settings.ts";

const defaults: TaskConfig = {
  database: ".aiecs/tasks.db",
  sync: "full",
  lease_s: 15,
  fast_concurrency: 10,
  heavy_concurrency: 2,
  retention_h: null,
  approval_timeout_h: 168,
  inline_result_bytes: 65_536,
  max_open_per_user: 10_000,
};

const aboveZero: Check = (value) =>
  typeof value === "number" && Number.isFinite(value) && value > 0 ? undefined : "a number above 0";

const checks: { readonly [K in keyof TaskConfig]: Check } = {
  database: text,
  sync: oneOf("full", "normal"),
  lease_s: aboveZero,
  fast_concurrency: count(0),
  heavy_concurrency: count(0),
  retention_h: orNull(atLeastZero),
  approval_timeout_h: aboveZero,
  inline_result_bytes: count(0),
  max_open_per_user: count(1),
};

/** Fills a config with defaults. @throws E001 naming every bad key and value at once */
export function resolveTaskConfig(given: Partial<TaskConfig> = {}): TaskConfig {
  const problems = [...findProblems(given, checks, "")];
  if (problems.length > 0) {
    throw new ValidationError(`Invalid config of tasks: ${problems.join("; ")}`, { details: { problems } });
  }
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}
