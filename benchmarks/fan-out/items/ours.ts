import { createExecutor } from "@aiecs/core";
import { orders } from "../../harness/orders-tool.ts";
import { concurrency, type FanOut } from "../measure.ts";

/** Each operation through the full pipeline; every result says how its step ended. */
export function create(): FanOut {
  const executor = createExecutor({ tools: [orders], config: { rate_limit_requests_per_second: 0 } });
  return async (list) => {
    const operations = list.map((params) => ({ operation: "orders.lookup", params }));
    const results = await executor.executeParallelOperations(operations, { concurrency });
    return results.filter((result) => result.completed).length;
  };
}
