import { createExecutor } from "@aiecs/core";
import type { Work } from "../../harness/measure-pairs.ts";
import { counting, listSteps } from "../counting-tool.ts";
import { assertTen } from "../ten-steps.ts";

/** A list made anew for every call, as a model's answer would be: nothing about it can be known before. */
export function create(): Work {
  const executor = createExecutor({ tools: [counting], config: { rate_limit_requests_per_second: 0 } });
  return async () => {
    const results = await executor.executeOperationsSequence(listSteps());
    assertTen(valueOf(results.at(-1)?.result));
  };
}

function valueOf(result: unknown): unknown {
  return typeof result === "object" && result !== null && "value" in result ? result.value : result;
}
