import { defineOperation, defineTool } from "@aiecs/core";
import { lookup, lookupResultSchema, lookupSchema } from "./lookup.ts";

const describedLookup = { description: "Finds the orders of a customer.", inputSchema: lookupSchema, execute: lookup };

export const orders = defineTool({
  name: "orders",
  description: "Orders of customers.",
  version: "1.0.0",
  operations: {
    lookup: defineOperation(describedLookup),
    lookup_cached: defineOperation({
      ...describedLookup,
      annotations: { readOnly: true, idempotent: true },
      cache: { scope: "global" },
    }),
    lookup_checked: defineOperation({ ...describedLookup, outputSchema: lookupResultSchema }),
  },
});
