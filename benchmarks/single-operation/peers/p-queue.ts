import PQueue from "p-queue";
import { lookup, lookupParams, lookupSchema } from "../../harness/lookup.ts";
import type { Work } from "../../harness/measure-pairs.ts";

export function create(): Work {
  const queue = new PQueue({ concurrency: 64, timeout: 30_000 });
  return () => queue.add(() => lookup(lookupSchema.parse(lookupParams)));
}
