import { setTimeout as sleep } from "node:timers/promises";
import { createExecutor, defineOperation, defineTool, type Logger, type Plan } from "@aiecs/core";
import { z } from "zod";
import { lookupParams } from "../harness/lookup.ts";
import { orders } from "../harness/orders-tool.ts";

const waiting = defineTool({
  name: "waiting",
  description: "Waits.",
  version: "1.0.0",
  operations: {
    wait: defineOperation({
      description: "Waits, and keeps no processor busy meanwhile.",
      inputSchema: z.object({ ms: z.number() }),
      execute: async ({ ms }) => {
        await sleep(ms);
        return { ms };
      },
    }),
  },
});

export type JobCall = { readonly operation: string; readonly params: { readonly [name: string]: unknown } };

/** What one job is to do: next to nothing, or to wait. */
export function callOf(waitMs: number): JobCall {
  if (waitMs > 0) return { operation: "waiting.wait", params: { ms: waitMs } };
  return { operation: "orders.lookup", params: lookupParams };
}

/** A plan of so many steps, each of which does what one job does. */
export function planOf(steps: number, waitMs = 0): Plan {
  return { steps: Array.from({ length: steps }, () => callOf(waitMs)) };
}

/** Statistics, events, a time-out and slots are on; the rate limit is off. */
export function createOrdersExecutor() {
  return createExecutor({ tools: [orders, waiting], config: { rate_limit_requests_per_second: 0 } });
}

/** A fault ends the process; what warns of a wait is told with the failure, should there be one. */
export const strictLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: (fields, message) => console.error(message, fields),
  error: (fields, message) => {
    console.error(message, fields);
    process.exit(1);
  },
  isLevelEnabled: (level) => level === "warn" || level === "error",
};
