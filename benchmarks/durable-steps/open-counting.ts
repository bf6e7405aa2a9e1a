import { join } from "node:path";
import { createExecutor, openTasks, type TaskService } from "@aiecs/core";
import { counting } from "../sequence/counting-tool.ts";
import { createFolder } from "./bare-commits.ts";

/** A task service as its users open it. */
export async function openCounting(sync: "full" | "normal"): Promise<TaskService> {
  const executor = createExecutor({ tools: [counting], config: { rate_limit_requests_per_second: 0 } });
  return await openTasks({ executor, config: { database: join(createFolder(), "tasks.db"), sync } });
}
