import type { CacheEntryOptions, ICacheProvider } from "#contracts/cache-provider.ts";
import type { Operation } from "#contracts/operation.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { fingerprintFiles } from "#execution/fingerprint-files.ts";
import { operationOf } from "#toolkit/find-operation.ts";
import { type Wrapped, type WrappedCall, wrapExecutor } from "./wrap-executor.ts";

export type CacheWrapperOptions = {
  readonly cache: ICacheProvider;
  /** Whose entries these are, where a call does not say. */
  readonly userId?: string;
  readonly taskId?: string;
};

/**
 * Answers from a cache where an operation declares itself read-only; everything else always runs. Synchronous calls are
 * not cached where that would take waiting: by a cache that answers later, or for files that may have changed.
 */
export function withCache<E extends IToolExecutor>(inner: E, options: CacheWrapperOptions): Wrapped<E> {
  const { cache } = options;
  return wrapExecutor(inner, {
    execute(call, next) {
      const operation = operationOf(call.tool, call.operationName);
      const key = filesOf(operation).length === 0 ? keyOf(call, [], options) : undefined;
      const found = key === undefined ? undefined : unlessLater(cache.getFromCache(key));
      if (found !== undefined) return found;
      const output = next();
      if (key !== undefined) unlessLater(cache.addToCache(key, output, entryOptions(call, operation)));
      return output;
    },
    async executeAsync(call, next) {
      const operation = operationOf(call.tool, call.operationName);
      const files = await fingerprintFiles(call.params, filesOf(operation));
      const key = keyOf(call, files, options);
      const found: unknown = key === undefined ? undefined : await cache.getFromCache(key);
      if (found !== undefined) return found;
      const output = await next();
      if (key !== undefined) await cache.addToCache(key, output, entryOptions(call, operation));
      return output;
    },
  });
}

function filesOf({ cache }: Operation): readonly string[] {
  return cache?.files ?? [];
}

function entryOptions({ tool, context }: WrappedCall, { cache }: Operation): CacheEntryOptions {
  return { ttlS: cache?.ttlS, tag: { tool: tool.name, userId: context?.userId } };
}

/** A cache that answers later cannot serve a synchronous call, and nobody is there to hear that it failed. */
function unlessLater(answer: unknown): unknown {
  if (!(answer instanceof Promise)) return answer;
  answer.catch(() => undefined);
  return undefined;
}

function keyOf(
  { tool, operationName, params, context }: WrappedCall,
  files: readonly unknown[],
  options: CacheWrapperOptions,
): string | undefined {
  if (!operationOf(tool, operationName).annotations?.readOnly) return undefined;
  const userId = context?.userId ?? options.userId ?? "";
  const taskId = context?.taskId ?? options.taskId ?? "";
  const spec = `${tool.name}.${operationName}@${tool.version}`;
  return options.cache.generateCacheKey(spec, userId, taskId, files, { ...params });
}
