import { bulkhead } from "cockatiel";
import { lookup, lookupSchema } from "../../harness/lookup.ts";
import { concurrency, type FanOut } from "../measure.ts";

export function create(): FanOut {
  return async (list) => {
    const policy = bulkhead(concurrency, Number.POSITIVE_INFINITY);
    const results = await Promise.all(list.map((params) => policy.execute(() => lookup(lookupSchema.parse(params)))));
    return results.length;
  };
}
