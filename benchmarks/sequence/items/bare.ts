import type { Work } from "../../harness/measure-pairs.ts";
import { addOne, assertTen, fixedParams, stepCount } from "../ten-steps.ts";

export function create(): Work {
  return async () => {
    let value = 0;
    for (let step = 0; step < stepCount; step += 1) {
      const result = await addOne({ value, ...fixedParams });
      value = result.value;
    }
    assertTen(value);
  };
}
