import { createExecutor, parsePlan } from "@aiecs/core";
import { counting, listSteps } from "../../sequence/counting-tool.ts";
import { assertTen } from "../../sequence/ten-steps.ts";
import { createBareCommit } from "../bare-commits.ts";
import type { Subject } from "../measure.ts";

/** The sequence in memory with a bare commit after each step: it keeps no task, no events, and nobody could resume it. */
export function create({ sync }: { sync: string }): Subject {
  const executor = createExecutor({ tools: [counting], config: { rate_limit_requests_per_second: 0 } });
  const { steps } = parsePlan(JSON.stringify({ steps: listSteps() }));
  const commit = createBareCommit(sync);
  let task = 0;
  const work = async (): Promise<void> => {
    task += 1;
    const current = task;
    const saveCallback = (_userId: unknown, _taskId: unknown, index: number): void => commit(current, index);
    const results = await executor.executeOperationsSequence(steps, undefined, undefined, { saveCallback });
    const last = results.at(-1)?.result;
    assertTen(typeof last === "object" && last !== null && "value" in last ? last.value : undefined);
  };
  return { work };
}
