import { parsePlan, createExecutor, defineTool, defineOperation } from "./packages/core/src/index.ts";
import { z } from "zod";
const S = z.object({ a: z.string(), b: z.number(), c: z.boolean(), limit: z.number(), e: z.string() });
const tool = defineTool({ name: "t", description: "", version: "1", operations: {
  echo: defineOperation({ description: "", inputSchema: S, annotations: {readOnly: true}, execute: async (p) => ({ data: { value: p.limit } }) }),
} });
const ex = createExecutor({ tools: [tool], config: { rate_limit_requests_per_second: 0 }});
const p = { a: "x", b: 1, c: true, limit: 5, e: "hello" };
const ops = Array.from({length: 10}, (_, i) => ({ operation: "t.echo", params: i ? { ...p, limit: `$result[${i-1}].data.value` } : p }));
const plan = parsePlan(JSON.stringify({steps: ops}));
const s = performance.now();
const N = 60000;
if (process.argv[2] === "one") for (let i=0;i<N*10;i++) await ex.executeOperation("t.echo", p);
else for (let i=0;i<N;i++) await ex.executeOperationsSequence(plan.steps);
console.log(process.argv[2], ((performance.now()-s)/N/10*1e6)|0, "ns per step");
