import { Effect } from "effect";
import { lookup, lookupSchema } from "../../harness/lookup.ts";
import { concurrency, type FanOut } from "../measure.ts";

export function create(): FanOut {
  return async (list) => {
    const program = Effect.forEach(list, (params) => Effect.promise(() => lookup(lookupSchema.parse(params))), {
      concurrency,
    });
    const results = await Effect.runPromise(program);
    return results.length;
  };
}
