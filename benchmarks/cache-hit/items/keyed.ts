import { hash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Work } from "../../harness/measure-pairs.ts";
import { parameters, type Size, schemas } from "../sizes.ts";

/** A hit in lru-cache by the SHA-256 of the text that `toText` makes of the parsed parameters. */
export function createKeyed(toText: (params: unknown) => string | undefined, size: Size): Work {
  const cache = new LRUCache<string, object>({ max: 100, ttl: 3_600_000 });
  const keyOf = () => hash("sha256", toText(parse(size)) ?? "", "hex");
  cache.set(keyOf(), { value: 1 });
  return async () => {
    const found = cache.get(keyOf());
    if (!found) throw new Error("A hit missed");
    return found;
  };
}

function parse(size: Size): unknown {
  return schemas[size].parse(parameters[size]);
}
