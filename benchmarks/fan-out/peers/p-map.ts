import pMap from "p-map";
import { lookup, lookupSchema } from "../../harness/lookup.ts";
import { concurrency, type FanOut } from "../measure.ts";

export function create(): FanOut {
  return async (list) => {
    const results = await pMap(list, (params) => lookup(lookupSchema.parse(params)), { concurrency });
    return results.length;
  };
}
