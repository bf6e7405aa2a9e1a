import { type LookupParams, lookup, lookupParams, lookupSchema } from "../../harness/lookup.ts";
import type { Work } from "../../harness/measure-pairs.ts";

const operations = new Map([["orders.lookup", { schema: lookupSchema, execute: lookup }]]);

/** The least that somebody writes who wants validation, errors as data, and times. */
export function create(): Work {
  return () => run("orders.lookup", lookupParams);
}

async function run(spec: string, params: LookupParams) {
  const operation = operations.get(spec);
  if (!operation) throw new Error(`There is no operation ${spec}`);
  const startedAt = performance.now();
  try {
    const parsed = operation.schema.safeParse(params);
    if (!parsed.success) throw parsed.error;
    const result = await operation.execute(parsed.data);
    return { spec, result, ok: true, durationMs: performance.now() - startedAt };
  } catch (error) {
    return { spec, error, ok: false, durationMs: performance.now() - startedAt };
  }
}
