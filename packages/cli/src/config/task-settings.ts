import { resolve } from "node:path";
import { resolveTaskConfig, type TaskConfig } from "@aiecs/core";
import type { LoadedConfig } from "./load-config.ts";
import { databaseVariable, isPostgresUrl } from "./service-urls.ts";

/** The option of every command that uses durable tasks. */
export const taskOptions = {
  database: {
    type: "string",
    value: "file|url",
    description: "Where tasks are kept; .aiecs/tasks.db by default, or postgres://…",
  },
} as const;

export type TaskValues = { readonly database?: string | undefined };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How tasks are kept: what the options say wins over the config file, that over `AIECS_DATABASE_URL`, that over
 * `AIECS_DATABASE`, that over the default.
 *
 * @throws InputError when a variable is no URL that can be used
 */
export function taskSettings(
  config: LoadedConfig,
  values: TaskValues,
  environment: Environment = process.env,
): TaskConfig {
  const database = values.database ?? config.tasks.database ?? databaseVariable(environment);
  const settings = resolveTaskConfig({ ...config.tasks, ...(database !== undefined && { database }) });
  if (settings.database === ":memory:" || isPostgresUrl(settings.database)) return settings;
  // As an absolute path, so that errors name a file that a user can find.
  return { ...settings, database: resolve(settings.database) };
}
