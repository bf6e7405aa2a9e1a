/** The service as its users start it. Prints its address. */
import { createExecutor, openTasks } from "@aiecs/core";
import { createServer } from "@aiecs/server";
import { orders } from "../../harness/orders-tool.ts";

const executor = createExecutor({ tools: [orders], config: { rate_limit_requests_per_second: 0 } });
const tasks = await openTasks({ executor, config: { database: ":memory:" } });
const server = await createServer({ executor, tasks, config: { port: 0 } });
console.log((await server.listen()).url);
