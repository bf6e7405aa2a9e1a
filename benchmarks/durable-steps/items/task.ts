import { parsePlan } from "@aiecs/core";
import { listSteps } from "../../sequence/counting-tool.ts";
import { assertTen } from "../../sequence/ten-steps.ts";
import type { Subject } from "../measure.ts";
import { openCounting } from "../open-counting.ts";

type Settings = { sync: "full" | "normal"; sideBySide?: number };

/** Tasks from submission to end: kept, run step by step, ended. */
export async function create({ sync, sideBySide = 1 }: Settings): Promise<Subject> {
  const service = await openCounting(sync);
  const plan = parsePlan(JSON.stringify({ steps: listSteps(), output: "$result[9].value" }));
  let count = 0;
  const runOne = async (): Promise<void> => {
    count += 1;
    const { output } = await service.runTask(undefined, plan, { taskId: `t${count}`, mode: "sequence" });
    assertTen(output);
  };
  if (sideBySide === 1) return { work: runOne };
  return { work: () => Promise.all(Array.from({ length: sideBySide }, runOne)), perWork: sideBySide };
}
