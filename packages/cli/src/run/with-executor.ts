import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createExecutor, type Logger, type OperationExecutor, resolveConfig } from "@aiecs/core";
import { type LoadedConfig, loadConfig } from "#config/load-config.ts";
import { type OpenedTools, openTools, type ToolValues } from "#config/open-tools.ts";
import { openRedisServices, type RedisServices } from "#services/redis-services.ts";
import { openSharedArtifacts } from "#services/shared-artifacts.ts";

/** How long what tools hold may take to be let go, once the work is done. */
const closingMs = 2_000;

/** `redis` is there where one is configured, which processes share. */
export type ExecutorWork<T> = (
  executor: OperationExecutor,
  config: LoadedConfig,
  redis: RedisServices | undefined,
) => Promise<T>;

export type WithExecutorOptions = {
  readonly values: ToolValues;
  readonly logger: Logger;
  /** The operations that are wanted, where that is known. @default all */
  readonly uses?: readonly string[] | undefined;
};

/** Makes an executor as options, config file and environment say, does some work with it, and closes it. */
export async function withExecutor<T>(options: WithExecutorOptions, work: ExecutorWork<T>): Promise<T> {
  await using opened = await openTools(options.values, options);
  return await withOpenedTools(opened, options.logger, work);
}

/** The same without any tool: for what is kept of earlier runs. */
export async function withBareExecutor<T>({ values, logger }: WithExecutorOptions, work: ExecutorWork<T>): Promise<T> {
  const config = await loadConfig(values.config, process.cwd());
  return withOpenedTools({ config, tools: [], registry: undefined }, logger, work);
}

async function withOpenedTools<T>(
  { config, tools, registry }: Omit<OpenedTools, keyof AsyncDisposable>,
  logger: Logger,
  work: ExecutorWork<T>,
): Promise<T> {
  await using redis = await openRedisServices(config, logger);
  await using artifacts = await openSharedArtifacts(config, logger);
  const executor: OperationExecutor = createExecutor({
    ...(registry ? { registry } : { tools }),
    // As absolute paths, so that errors of file access name folders that a user can find.
    config: { ...config.executor, roots: resolveConfig(config.executor).roots.map((root) => resolve(root)) },
    toolConfig: config.toolConfig,
    ...(redis && { cache: redis.cache, limits: redis.limits }),
    ...(artifacts && { artifacts }),
    logger,
  });
  try {
    return await work(executor, config, redis);
  } finally {
    // A tool that does not let go, or fails at it, must neither keep the command from ending nor take its results away.
    const closed = executor[Symbol.asyncDispose]().catch((error: unknown) => {
      logger.error({ err: error }, "Closing failed");
    });
    await Promise.race([closed, delay(closingMs, undefined, { ref: false })]);
  }
}
