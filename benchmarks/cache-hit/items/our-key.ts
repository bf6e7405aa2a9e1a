import { ExecutionUtils } from "@aiecs/core";
import type { Work } from "../../harness/measure-pairs.ts";
import { parameters, type Size, schemas } from "../sizes.ts";

/** The canonical key and the cache alone, without the pipeline. */
export function create({ size }: { size: Size }): Work {
  const utils = new ExecutionUtils({ cache_size: 100, cache_ttl_s: 3600 });
  const keyOf = (): string => {
    const key = utils.generateCacheKey("articles.lookup@1.0.0", "", "", [], schemas[size].parse(parameters[size]));
    if (key === undefined) throw new Error("The parameters have no key");
    return key;
  };
  utils.addToCache(keyOf(), { value: 1 });
  return async () => {
    const found = utils.getFromCache(keyOf());
    if (found === undefined) throw new Error("A hit missed");
    return found;
  };
}
