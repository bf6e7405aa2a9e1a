import { type LookupResult, lookup, lookupSchema } from "../../harness/lookup.ts";
import { concurrency, type FanOut } from "../measure.ts";

/** The same with each operation's parameters parsed. */
export function create(): FanOut {
  return async (list) => {
    const results: LookupResult[] = new Array(list.length);
    let next = 0;
    const pump = async (): Promise<void> => {
      for (let index = next++; index < list.length; index = next++) {
        results[index] = await lookup(lookupSchema.parse(list[index]));
      }
    };
    await Promise.all(Array.from({ length: concurrency }, pump));
    return results.length;
  };
}
