import PQueue from "p-queue";
import { lookup, lookupSchema } from "../../harness/lookup.ts";
import { concurrency, type FanOut } from "../measure.ts";

export function create(): FanOut {
  return async (list) => {
    const queue = new PQueue({ concurrency });
    const results = await queue.addAll(list.map((params) => () => lookup(lookupSchema.parse(params))));
    return results.length;
  };
}
