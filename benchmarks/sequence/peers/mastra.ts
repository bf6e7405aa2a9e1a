import { createStep, createWorkflow } from "@mastra/core/workflows";
import { z } from "zod";
import type { Work } from "../../harness/measure-pairs.ts";
import { addOne, assertTen, fixedParams, stepCount, stepSchema } from "../ten-steps.ts";

const valueSchema = z.object({ value: z.number() });

/** No storage: the run is kept in memory. */
export function create(): Work {
  const start = createWorkflow({ id: "counting", inputSchema: valueSchema, outputSchema: valueSchema });
  let workflow = start;
  for (let step = 0; step < stepCount; step += 1) {
    workflow = workflow.then(
      createStep({
        id: `add_one_${step}`,
        inputSchema: valueSchema,
        outputSchema: valueSchema,
        execute: async ({ inputData }) => addOne(stepSchema.parse({ value: inputData.value, ...fixedParams })),
      }),
    );
  }
  const counting = workflow.commit();
  return async () => {
    const run = await counting.createRun();
    const outcome = await run.start({ inputData: { value: 0 } });
    if (outcome.status !== "success") throw new Error(`The workflow ended as ${outcome.status}`);
    assertTen(outcome.result.value);
  };
}
