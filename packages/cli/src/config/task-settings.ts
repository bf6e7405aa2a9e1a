import { resolve } from "node:path";
import { resolveTaskConfig, type TaskConfig } from "@aiecs/core";
import { InputError } from "#command-line/input-error.ts";
import type { LoadedConfig } from "./load-config.ts";

/** The option of every command that uses durable tasks. */
export const taskOptions = {
  database: { type: "string", value: "file", description: "Where tasks are kept; .aiecs/tasks.db by default" },
} as const;

export type TaskValues = { readonly database?: string | undefined };

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that name services, and what it takes to use them. */
const services = {
  AIECS_REDIS_URL: "queue on Redis",
  AIECS_DATABASE_URL: "task store on PostgreSQL",
} as const;

/**
 * How tasks are kept: what the options say wins over the config file, that over `AIECS_DATABASE`, that over the default.
 *
 * @throws InputError when the environment names services that this version cannot use: nothing else is taken instead
 */
export function taskSettings(
  config: LoadedConfig,
  values: TaskValues,
  environment: Environment = process.env,
): TaskConfig {
  refuseServices(environment);
  const variable = environment.AIECS_DATABASE || undefined;
  const database = values.database ?? config.tasks.database ?? variable;
  const settings = resolveTaskConfig({ ...config.tasks, ...(database !== undefined && { database }) });
  if (settings.database === ":memory:") return settings;
  // As an absolute path, so that errors name a file that a user can find.
  return { ...settings, database: resolve(settings.database) };
}

function refuseServices(environment: Environment): void {
  const asked = Object.entries(services).filter(([name]) => environment[name]);
  if (asked.length === 0) return;
  const problems = asked.map(([name, part]) => ({ message: `${name} is set, and this version has no ${part}` }));
  throw new InputError(problems.length === 1 && problems[0] ? problems[0].message : "Some services cannot be used", {
    problems,
    hint: `Unset ${asked.map(([name]) => name).join(" and ")}: tasks are then kept in a file of SQLite (AIECS_DATABASE)`,
  });
}
