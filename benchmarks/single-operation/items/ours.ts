import { createExecutor } from "@aiecs/core";
import { lookupParams } from "../../harness/lookup.ts";
import type { Work } from "../../harness/measure-pairs.ts";
import { orders } from "../../harness/orders-tool.ts";

/** Defaults, but for the rate limit: validation, statistics, a slot, a time-out of 30 s. */
export function create({ listens, checks }: { listens?: boolean; checks?: boolean }): Work {
  const executor = createExecutor({ tools: [orders], config: { rate_limit_requests_per_second: 0 } });
  let heard = 0;
  if (listens) executor.on("*", (event) => (heard += event.sequence));
  if (checks) return () => executor.executeOperation("orders.lookup_checked", lookupParams);
  return () => executor.executeOperation("orders.lookup", lookupParams);
}
