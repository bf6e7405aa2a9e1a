/** A process that runs one durable task to its end, unless it is killed before: `durable-run.ts FOLDER SEED STEPS`. */
import { join } from "node:path";
import { createExecutor, openTasks } from "@aiecs/core";
import logTool from "./log-tool.ts";
import { randomPlan } from "./random-plan.ts";

const [folder = "", seed = "1", steps = "200"] = process.argv.slice(2);

await using executor = createExecutor({
  tools: [logTool],
  config: { artifacts_folder: join(folder, "runs"), roots: [folder] },
});
await using tasks = await openTasks({ executor, config: { database: join(folder, "tasks.db") } });
const plan = randomPlan(Number(seed), Number(steps));
await tasks.runTask(undefined, plan, { taskId: "run", concurrency: 8 });
