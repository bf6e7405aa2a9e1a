import { RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import type { Work } from "../../harness/measure-pairs.ts";
import { addOne, assertTen, fixedParams, stepCount, stepSchema } from "../ten-steps.ts";

export function create(): Work {
  const steps = Array.from({ length: stepCount }, () =>
    RunnableLambda.from(({ value }: { value: number }) => addOne(stepSchema.parse({ value, ...fixedParams }))),
  );
  const [first, ...rest] = steps;
  const last = rest.pop();
  if (!first || !last) throw new Error("A sequence needs two steps");
  const sequence = RunnableSequence.from([first, ...rest, last]);
  return async () => {
    const result: { value: number } = await sequence.invoke({ value: 0 });
    assertTen(result.value);
  };
}
