import type { ICacheProvider } from "#contracts/cache-provider.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { operationOf } from "#toolkit/find-operation.ts";
import { type Wrapped, type WrappedCall, wrapExecutor } from "./wrap-executor.ts";

export type CacheWrapperOptions = {
  readonly cache: ICacheProvider;
  /** Whose entries these are, where a call does not say. */
  readonly userId?: string;
  readonly taskId?: string;
};

/** Answers from a cache where an operation declares itself read-only; everything else always runs. */
export function withCache<E extends IToolExecutor>(inner: E, options: CacheWrapperOptions): Wrapped<E> {
  const { cache } = options;
  return wrapExecutor(inner, {
    execute(call, next) {
      const key = keyOf(call, options);
      const found = key === undefined ? undefined : cache.getFromCache(key);
      // A cache that answers later cannot serve a synchronous call.
      if (found !== undefined && !(found instanceof Promise)) return found;
      const output = next();
      if (key !== undefined) cache.addToCache(key, output);
      return output;
    },
    async executeAsync(call, next) {
      const key = keyOf(call, options);
      const found: unknown = key === undefined ? undefined : await cache.getFromCache(key);
      if (found !== undefined) return found;
      const output = await next();
      if (key !== undefined) await cache.addToCache(key, output);
      return output;
    },
  });
}

function keyOf(
  { tool, operationName, params, context }: WrappedCall,
  options: CacheWrapperOptions,
): string | undefined {
  if (!operationOf(tool, operationName).annotations?.readOnly) return undefined;
  const userId = context?.userId ?? options.userId ?? "";
  const taskId = context?.taskId ?? options.taskId ?? "";
  return options.cache.generateCacheKey(`${tool.name}.${operationName}@${tool.version}`, userId, taskId, [], {
    ...params,
  });
}
