import { LRUCache } from "lru-cache";
import type { Work } from "../../harness/measure-pairs.ts";

/** No parameters at all: what is left when the key is known. */
export function create(): Work {
  const cache = new LRUCache<string, object>({ max: 100, ttl: 3_600_000 });
  cache.set("known", { value: 1 });
  return async () => {
    const found = cache.get("known");
    if (!found) throw new Error("A hit missed");
    return found;
  };
}
