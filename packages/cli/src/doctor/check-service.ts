import { constants, existsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { ExecutionError, type Logger } from "@aiecs/core";
import { InputError } from "#command-line/input-error.ts";
import type { LoadedConfig } from "#config/load-config.ts";
import { listenProblem, serverSettings } from "#config/server-settings.ts";
import { artifactsUrl, isPostgresUrl, redisUrl, shownUrl } from "#config/service-urls.ts";
import { taskSettings } from "#config/task-settings.ts";
import { openRedisServices } from "#services/redis-services.ts";
import { openSharedArtifacts } from "#services/shared-artifacts.ts";
import { openTaskService } from "#tasks/with-tasks.ts";
import type { Finding } from "./finding.ts";
import { isAccessible } from "./programs.ts";

/** Whether the task database can be used, or made. */
export async function checkDatabase(config: LoadedConfig): Promise<Finding> {
  const about = { area: "tasks", name: "task database" } as const;
  try {
    const { database } = taskSettings(config, {});
    const isFile = !isPostgresUrl(database);
    if (isFile && !existsSync(database)) return { ...about, ...checkFolder(database) };
    await openTasks(config);
    return { ...about, status: "ok", detail: isFile ? database : shownUrl(database) };
  } catch (error) {
    return problemOf(error, about);
  }
}

function checkFolder(database: string): Pick<Finding, "status" | "detail" | "fix"> {
  let folder = dirname(database);
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  if (isAccessible(folder, constants.W_OK)) return { status: "ok", detail: `${database}, made when it is needed` };
  return { status: "problem", detail: `${folder} cannot be written to`, fix: "Set tasks.database in the config file" };
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, isLevelEnabled: () => false };

async function openTasks(config: LoadedConfig): Promise<void> {
  const { createExecutor } = await import("@aiecs/core");
  await using executor = createExecutor({ config: config.executor, logger: silent });
  await using tasks = await openTaskService({ executor, config, redis: undefined, values: {}, logger: silent });
  await tasks.check();
}

/** Whether the Redis can be used that is configured; nothing when none is. */
export async function checkRedis(config: LoadedConfig): Promise<Finding[]> {
  const about = { area: "tasks", name: "Redis" } as const;
  try {
    const url = redisUrl(config);
    if (url === undefined) return [];
    const redis = await openRedisServices(config, silent);
    await redis?.[Symbol.asyncDispose]();
    return [{ ...about, status: "ok", detail: shownUrl(url) }];
  } catch (error) {
    return [problemOf(error, about)];
  }
}

/** Whether the bucket of the artifacts can be used that is configured; nothing when none is. */
export async function checkArtifacts(config: LoadedConfig): Promise<Finding[]> {
  const about = { area: "files", name: "artifacts' bucket" } as const;
  try {
    const url = artifactsUrl(config);
    if (url === undefined) return [];
    const artifacts = await openSharedArtifacts(config, silent);
    await artifacts?.[Symbol.asyncDispose]();
    return [{ ...about, status: "ok", detail: shownUrl(url) }];
  } catch (error) {
    return [problemOf(error, about)];
  }
}

/** @throws what is no trouble of the service */
function problemOf(error: unknown, about: Pick<Finding, "area" | "name">): Finding {
  if (!(error instanceof ExecutionError || error instanceof InputError)) throw error;
  const fix = error instanceof InputError ? error.hint : undefined;
  return { ...about, status: "problem", detail: error.message, ...(fix !== undefined && { fix }) };
}

/** Whether `aiecs serve` could listen. */
export async function checkPort(config: LoadedConfig): Promise<Finding> {
  const name = "port";
  try {
    const { host = "127.0.0.1", port = 8000 } = serverSettings(config, {});
    const problem = await tryPort(host, port);
    if (problem === undefined) return { area: "server", name, status: "ok", detail: `${host}:${port} is free` };
    // The tools work without it, and it may be our own server that listens there.
    return { area: "server", name, status: "note", detail: problem };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { area: "server", name, status: "problem", detail: error.message };
  }
}

function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve(listenProblem(error, { host, port }) ?? error.message));
    server.listen({ host, port }, () => server.close(() => resolve(undefined)));
  });
}
