import { RunnableLambda } from "@langchain/core/runnables";
import { type LookupParams, lookup, lookupSchema } from "../../harness/lookup.ts";
import { concurrency, type FanOut } from "../measure.ts";

export function create(): FanOut {
  const orders = RunnableLambda.from((params: LookupParams) => lookup(lookupSchema.parse(params)));
  return async (list) => {
    const results = await orders.batch([...list], { maxConcurrency: concurrency });
    return results.length;
  };
}
