import { tool } from "@langchain/core/tools";
import { lookup, lookupParams, lookupSchema } from "../../harness/lookup.ts";
import type { Work } from "../../harness/measure-pairs.ts";

export function create(): Work {
  const orders = tool(lookup, { name: "lookup", description: "Finds orders.", schema: lookupSchema });
  const retried = orders.withRetry({ stopAfterAttempt: 3 });
  return () => retried.invoke(lookupParams, { timeout: 30_000 });
}
