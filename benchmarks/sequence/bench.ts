/** What do ten steps cost, each of which needs the result before it? */
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

const inItems = (file: string) => new URL(`items/${file}`, import.meta.url);
const inPeers = (file: string) => new URL(`peers/${file}`, import.meta.url);

const parsed = "executeOperationsSequence, parsed plan";
const list = "executeOperationsSequence, new list each time";
const langchain = "LangChain RunnableSequence";
const mastra = "Mastra workflow";

const items: readonly Item[] = [
  { name: "ten bare awaits", kind: "floor", module: inItems("bare.ts") },
  { name: "ten awaits, each parsed by zod", kind: "floor", module: inItems("zod.ts") },
  { name: parsed, kind: "ours", module: inItems("plan.ts"), settings: { asSequence: true } },
  { name: list, kind: "ours", module: inItems("list.ts") },
  { name: "executePlan, parsed plan", kind: "ours", module: inItems("plan.ts") },
  { name: "Effect.gen", kind: "peer", module: inPeers("effect.ts"), needs: ["effect"] },
  { name: langchain, kind: "peer", module: inPeers("langchain.ts"), needs: ["@langchain/core"] },
  { name: mastra, kind: "peer", module: inPeers("mastra.ts"), needs: ["@mastra/core"] },
  { name: "AI SDK generateText, mock model", kind: "peer", module: inPeers("ai-sdk.ts"), needs: ["ai"] },
];

function goals(rows: Rows): Goal[] {
  const times = (peer: string) => rows.ratio(peer, parsed, "ratio");
  return [
    { text: "parsed plan: × bare, at most 27", value: rows.figure(parsed, "ratio"), limit: 27 },
    { text: "new list each time: × bare, at most 27", value: rows.figure(list, "ratio"), limit: 27 },
    { text: "times faster than LangChain, at least 15", value: times(langchain), limit: 15, atLeast: true },
    { text: "times faster than Mastra, at least 15", value: times(mastra), limit: 15, atLeast: true },
  ];
}

await runBenchmark({
  id: "PERF-2",
  title: "a sequence of ten steps with references",
  items,
  measure: new URL("measure.ts", import.meta.url),
  settings: (brief) => (brief ? { samples: 3, sampleMs: 5 } : { samples: 11, sampleMs: 30 }),
  columns: [
    { title: "µs per sequence", figure: "us", range: true },
    { title: "× ten bare awaits", figure: "ratio", range: true },
    { title: "× in processor time", figure: "cpuRatio", range: true },
  ],
  goals,
});
