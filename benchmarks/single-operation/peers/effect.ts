import { Effect, Schedule } from "effect";
import { lookup, lookupParams, lookupSchema } from "../../harness/lookup.ts";
import type { Work } from "../../harness/measure-pairs.ts";

export function create(): Work {
  const program = Effect.tryPromise(() => lookup(lookupSchema.parse(lookupParams))).pipe(
    Effect.timeout("30 seconds"),
    Effect.retry({ times: 2, schedule: Schedule.exponential("200 millis") }),
  );
  return () => Effect.runPromise(program);
}
