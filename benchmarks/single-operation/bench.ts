/** What does one operation cost on its way through the full pipeline? */
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

const inItems = (file: string) => new URL(`items/${file}`, import.meta.url);
const inPeers = (file: string) => new URL(`peers/${file}`, import.meta.url);

const ours = "executeOperation";
const langchain = "LangChain tool().invoke";
const cockatiel = "zod + cockatiel retry, timeout, bulkhead";

const items: readonly Item[] = [
  { name: "bare await", kind: "floor", module: inItems("bare.ts") },
  { name: "zod + await", kind: "floor", module: inItems("zod.ts") },
  { name: "by hand: zod, try/catch, timing, result", kind: "floor", module: inItems("by-hand.ts") },
  { name: "by hand, with a timer and a controller", kind: "floor", module: inItems("by-hand-with-timer.ts") },
  { name: ours, kind: "ours", module: inItems("ours.ts") },
  { name: `${ours}, a listener on every event`, kind: "ours", module: inItems("ours.ts"), settings: { listens: true } },
  { name: `${ours}, output checked too`, kind: "ours", module: inItems("ours.ts"), settings: { checks: true } },
  { name: "Mastra createTool().execute", kind: "peer", module: inPeers("mastra.ts"), needs: ["@mastra/core"] },
  { name: "p-queue add, with timeout", kind: "peer", module: inPeers("p-queue.ts"), needs: ["p-queue"] },
  { name: "Effect tryPromise, timeout, retry", kind: "peer", module: inPeers("effect.ts"), needs: ["effect"] },
  { name: cockatiel, kind: "peer", module: inPeers("cockatiel.ts"), needs: ["cockatiel"] },
  { name: langchain, kind: "peer", module: inPeers("langchain.ts"), needs: ["@langchain/core"] },
  {
    name: `${langchain}, retry, timeout`,
    kind: "peer",
    module: inPeers("langchain-with-retry.ts"),
    needs: ["@langchain/core"],
  },
];

function goals(rows: Rows): Goal[] {
  const times = (peer: string) => rows.ratio(peer, ours, "ratio");
  return [
    { text: "× bare await, at most 22", value: rows.figure(ours, "ratio"), limit: 22 },
    { text: "times faster than LangChain, at least 20", value: times(langchain), limit: 20, atLeast: true },
    { text: "times faster than cockatiel, at least 10", value: times(cockatiel), limit: 10, atLeast: true },
  ];
}

await runBenchmark({
  id: "PERF-1",
  title: "one operation through the full pipeline",
  items,
  measure: new URL("../harness/measure-against-bare.ts", import.meta.url),
  settings: (brief) => (brief ? { samples: 3, sampleMs: 5 } : { samples: 11, sampleMs: 30 }),
  columns: [
    { title: "ns", figure: "ns", range: true },
    { title: "× bare await", figure: "ratio", range: true },
    { title: "× in processor time", figure: "cpuRatio", range: true },
  ],
  goals,
});
