import { lookup, lookupParams, lookupSchema } from "../../harness/lookup.ts";
import type { Work } from "../../harness/measure-pairs.ts";

export function create(): Work {
  return () => lookup(lookupSchema.parse(lookupParams));
}
