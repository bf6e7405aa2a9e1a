import pLimit from "p-limit";
import { lookup, lookupSchema } from "../../harness/lookup.ts";
import { concurrency, type FanOut } from "../measure.ts";

export function create(): FanOut {
  return async (list) => {
    const limit = pLimit(concurrency);
    const results = await Promise.all(list.map((params) => limit(() => lookup(lookupSchema.parse(params)))));
    return results.length;
  };
}
