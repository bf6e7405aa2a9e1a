import type { CacheLead, ICacheProvider } from "#contracts/cache-provider.ts";
import type { Logger } from "#contracts/logger.ts";

/** Makes of a cache that fails one that misses: one warning, never an error. */
export function createForgivingCache(cache: ICacheProvider, logger: Logger): ICacheProvider {
  let warned = false;
  const warn = (error: unknown): undefined => {
    if (!warned) logger.warn({ err: error }, "The cache failed; calls run without it until it works again");
    warned = true;
  };
  const forgive = (answer: unknown): unknown => (answer instanceof Promise ? answer.catch(warn) : answer);
  return {
    generateCacheKey(operationType, userId, taskId, args, kwargs) {
      try {
        return cache.generateCacheKey(operationType, userId, taskId, args, kwargs);
      } catch (error) {
        return warn(error);
      }
    },
    getFromCache(key) {
      try {
        return forgive(cache.getFromCache(key));
      } catch (error) {
        return warn(error);
      }
    },
    addToCache(key, value, options) {
      try {
        return forgive(cache.addToCache(key, value, options));
      } catch (error) {
        return warn(error);
      }
    },
    ...(cache.lead && { lead: forgiveLead(cache.lead.bind(cache), warn) }),
  };
}

type Lead = NonNullable<ICacheProvider["lead"]>;

/** Where nobody can be asked who works for a key, everybody does. */
function forgiveLead(lead: Lead, warn: (error: unknown) => void): Lead {
  return async (key, cancellation): Promise<CacheLead> => {
    try {
      return await lead(key, cancellation);
    } catch (error) {
      if (cancellation?.reason) throw cancellation.reason;
      warn(error);
      return { done: () => {} };
    }
  };
}
