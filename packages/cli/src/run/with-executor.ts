import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { createExecutor, type Logger, type OperationExecutor, resolveConfig } from "@aiecs/core";
import { openTools, type ToolValues } from "#config/open-tools.ts";

/** How long what tools hold may take to be let go, once the work is done. */
const closingMs = 2_000;

/** Makes an executor as options, config file and environment say, does some work with it, and closes it. */
export async function withExecutor<T>(
  values: ToolValues,
  logger: Logger,
  work: (executor: OperationExecutor) => Promise<T>,
): Promise<T> {
  const { config, tools } = await openTools(values);
  const executor: OperationExecutor = createExecutor({
    tools: tools.map(({ tool }) => tool),
    // As absolute paths, so that errors of file access name folders that a user can find.
    config: { ...config.executor, roots: resolveConfig(config.executor).roots.map((root) => resolve(root)) },
    toolConfig: config.toolConfig,
    logger,
  });
  try {
    return await work(executor);
  } finally {
    // A tool that does not let go, or fails at it, must neither keep the command from ending nor take its results away.
    const closed = executor[Symbol.asyncDispose]().catch((error: unknown) => {
      logger.error({ err: error }, "Closing failed");
    });
    await Promise.race([closed, delay(closingMs, undefined, { ref: false })]);
  }
}
