import { inspectCsv } from "#csv/inspect.ts";
import { planColumns } from "#csv/column-plan.ts";
for (let k = 0; k < 4; k++) { const a = performance.now(); const i = await inspectCsv("/tmp/pd/s.csv", { file: "x" }); const b = performance.now(); planColumns({ ...i, nulls: new Set([""]), dtypes: {} }); console.log((b - a).toFixed(1), (performance.now() - b).toFixed(1), i.sample.length); }
