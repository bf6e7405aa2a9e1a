import { createExecutor, defineOperation, defineTool, parsePlan } from "@aiecs/core";
import { z } from "zod";
import type { Work } from "../../harness/measure-pairs.ts";
import { needs, wait } from "../diamonds.ts";

const waiting = defineTool({
  name: "waiting",
  description: "Waits.",
  version: "1.0.0",
  operations: {
    wait: defineOperation({
      description: "Waits 50 ms.",
      inputSchema: z.object({ behind: z.array(z.boolean()) }),
      annotations: { readOnly: true },
      execute: wait,
    }),
  },
});

/** The plan finds its own order by its references. */
export function create(): Work {
  const executor = createExecutor({ tools: [waiting], config: { rate_limit_requests_per_second: 0 } });
  const steps = needs.map((before) => ({
    operation: "waiting.wait",
    params: { behind: before.map((step) => `$result[${step}].done`) },
  }));
  const plan = parsePlan({ steps });
  return async () => {
    const { status, results } = await executor.executePlan(plan);
    const failed = results.find((result) => !result.completed);
    if (status !== "completed" || failed) throw new Error(`The plan ended as ${status}: ${failed?.errorMessage}`);
  };
}
