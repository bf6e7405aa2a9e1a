import { createExecutor, parsePlan } from "@aiecs/core";
import type { Work } from "../../harness/measure-pairs.ts";
import { counting, listSteps } from "../counting-tool.ts";
import { assertTen } from "../ten-steps.ts";

/** A plan that was read from a file once and runs again and again: as a sequence, or in the order of its references. */
export function create({ asSequence = false }: { asSequence?: boolean }): Work {
  const executor = createExecutor({ tools: [counting], config: { rate_limit_requests_per_second: 0 } });
  const plan = parsePlan(JSON.stringify({ steps: listSteps(), output: "$result[9].value" }));
  if (asSequence) {
    return async () => {
      const results = await executor.executeOperationsSequence(plan.steps);
      if (!results.at(-1)?.completed) throw new Error(`The sequence failed: ${results.at(-1)?.errorMessage}`);
    };
  }
  return async () => assertTen((await executor.executePlan(plan)).output);
}
