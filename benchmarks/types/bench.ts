/** What do the types of a project with 200 operations cost the compiler? */
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";
import { fullSize } from "./typed-project.ts";

const module = new URL("items/project.ts", import.meta.url);
const ours = "200 operations, 200 calls, a plan of 40 steps";

const items: readonly Item[] = [
  { name: "the schemas, functions and calls alone", kind: "floor", module, settings: { project: "schemas" } },
  { name: "importing the core, checked with its sources", kind: "ours", module, settings: { project: "core" } },
  { name: "200 operations", kind: "ours", module, settings: { project: "definitions" } },
  { name: "200 operations, 200 calls", kind: "ours", module, settings: { project: "calls" } },
  { name: ours, kind: "ours", module, settings: { project: "ours" } },
  { name: "AI SDK tools, no calls", kind: "peer", module, settings: { project: "ai" }, needs: ["ai"] },
  {
    name: "LangChain tools and calls",
    kind: "peer",
    module,
    settings: { project: "langchain" },
    needs: ["@langchain/core"],
  },
];

function goals(rows: Rows): Goal[] {
  return [{ text: "instantiations, at most 300,000", value: rows.figure(ours, "instantiations"), limit: 300_000 }];
}

await runBenchmark({
  id: "PERF-12",
  title: "the types of a project with 200 operations",
  items,
  measure: new URL("measure.ts", import.meta.url),
  settings: (brief) => ({ tools: brief ? 1 : fullSize.tools }),
  rounds: 1,
  columns: [
    { title: "instantiations", figure: "instantiations" },
    { title: "per operation", figure: "perOperation" },
    { title: "compiler ms", figure: "checkMs" },
    { title: "compiler MiB", figure: "memoryMiB" },
  ],
  goals,
});
