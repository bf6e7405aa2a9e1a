import { createMemoryCache } from "#adapters/cache/memory-cache.ts";
import { systemClock } from "#adapters/clock.ts";
import type { ICacheProvider } from "#contracts/cache-provider.ts";
import type { OperationTypesOf } from "#contracts/operation-types.ts";
import type { Tool } from "#contracts/tool.ts";
import { ToolRegistry } from "#toolkit/tool-registry.ts";
import { type ConfigInput, resolveConfig } from "./config.ts";
import { configFromEnvironment } from "./config-from-environment.ts";
import { OperationExecutor, type OperationExecutorParts } from "./operation-executor.ts";
import { ToolExecutor } from "./tool-executor.ts";

export type ExecutorOptions<Tools extends readonly Tool[]> = OperationExecutorParts & {
  readonly tools?: Tools;
  /** Tools that are registered elsewhere; `tools` are added to it. */
  readonly registry?: ToolRegistry;
  /** Wins over the environment, which wins over the defaults. */
  readonly config?: ConfigInput;
  readonly cache?: ICacheProvider;
  /** Settings of the executor (`TOOL_EXECUTOR_*`) and of tools. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>;
};

/**
 * Makes an executor that works in one process with nothing installed.
 *
 * @throws E001 naming everything that is wrong with the config
 * @example
 * await using executor = createExecutor({ tools: [mathTool] });
 * const sum = await executor.executeOperation("math_tool.add", { a: 1, b: 2 });
 */
export function createExecutor<const Tools extends readonly Tool[] = readonly []>(
  options: ExecutorOptions<Tools> = {},
): OperationExecutor<OperationTypesOf<Tools>> {
  const { tools, registry = new ToolRegistry(), environment = process.env, clock = systemClock, ...parts } = options;
  const config = resolveConfig({ ...configFromEnvironment(environment), ...options.config });
  const cache =
    options.cache ??
    createMemoryCache({
      maxEntries: config.cache_size,
      maxBytes: config.cache_max_bytes,
      ttlS: config.cache_ttl_s,
      clock,
    });
  const toolExecutor = new ToolExecutor({ registry, ...(tools && { tools }) });
  return new OperationExecutor(toolExecutor, cache, config, { ...parts, environment, clock });
}
