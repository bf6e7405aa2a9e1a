import { type LookupResult, lookup } from "../../harness/lookup.ts";
import { concurrency, type FanOut } from "../measure.ts";

/** As little as it takes: 64 loops that share an index. */
export function create(): FanOut {
  return async (list) => {
    const results: LookupResult[] = new Array(list.length);
    let next = 0;
    const pump = async (): Promise<void> => {
      for (let index = next++; index < list.length; index = next++) {
        const params = list[index];
        if (params) results[index] = await lookup(params);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, pump));
    return results.length;
  };
}
