import { parsePlan, type TaskService } from "@aiecs/core";
import { fixedParams } from "../sequence/ten-steps.ts";

/** Runs a durable sequence in which each step adds one to the result of the step before. */
export async function runSequence(service: TaskService, taskId: string, steps: number): Promise<void> {
  const operations = Array.from({ length: steps }, (_, index) => ({
    operation: "counting.add_one",
    params: { value: index === 0 ? 0 : "$result[-1].value", ...fixedParams },
  }));
  const plan = parsePlan({ steps: operations });
  const { status, completed_steps: completed } = await service.runTask(undefined, plan, { taskId, mode: "sequence" });
  if (status !== "completed" || completed !== steps) throw new Error(`The sequence ended ${status} after ${completed}`);
}
