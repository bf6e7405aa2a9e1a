import { Effect } from "effect";
import type { Work } from "../../harness/measure-pairs.ts";
import { addOne, assertTen, fixedParams, stepCount, stepSchema } from "../ten-steps.ts";

export function create(): Work {
  const program = Effect.gen(function* () {
    let value = 0;
    for (let step = 0; step < stepCount; step += 1) {
      const params = stepSchema.parse({ value, ...fixedParams });
      const result = yield* Effect.promise(() => addOne(params));
      value = result.value;
    }
    return value;
  });
  return async () => assertTen(await Effect.runPromise(program));
}
