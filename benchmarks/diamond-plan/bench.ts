/** How near to its critical path does a plan with many diamonds run? */
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

const at = (file: string) => new URL(file, import.meta.url);
const ours = "executePlan";

const items: readonly Item[] = [
  { name: "critical path by hand", kind: "floor", module: at("items/critical-path.ts") },
  { name: ours, kind: "ours", module: at("items/ours.ts") },
  { name: "a schedule that polls every 10 ms", kind: "peer", module: at("items/polling.ts") },
];

function goals(rows: Rows): Goal[] {
  return [
    {
      text: "share of the ideal 700 ms, at least 0.97",
      value: rows.figure(ours, "shareOfIdeal"),
      limit: 0.97,
      atLeast: true,
    },
  ];
}

await runBenchmark({
  id: "PERF-11",
  title: "a plan of 20 steps of 50 ms in diamonds, critical path 14 steps",
  items,
  measure: at("measure.ts"),
  settings: (brief) => ({ pairs: brief ? 1 : 5 }),
  columns: [
    { title: "ms", figure: "ms", range: true },
    { title: "share of 700 ms", figure: "shareOfIdeal", range: true },
    { title: "share of the path by hand", figure: "shareOfPath" },
  ],
  goals,
});
