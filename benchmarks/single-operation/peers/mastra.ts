import { createTool, noopObserve } from "@mastra/core/tools";
import { lookup, lookupParams, lookupSchema } from "../../harness/lookup.ts";
import type { Work } from "../../harness/measure-pairs.ts";

/** Validates its input; no time-out, no limits, no statistics. */
export function create(): Work {
  const orders = createTool({
    id: "lookup",
    description: "Finds orders.",
    inputSchema: lookupSchema,
    execute: async (params) => lookup(params),
  });
  return () => orders.execute?.(lookupParams, { observe: noopObserve });
}
