/** How fast, and in how much memory, do many operations run side by side, 64 at a time? */
import type { Goal, Item, Rows, Settings } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

type Size = { readonly label: string; readonly count: number };

const small: Size = { label: "1,000", count: 1_000 };
const middle: Size = { label: "100,000", count: 100_000 };
const large: Size = { label: "1,000,000", count: 1_000_000 };

const ours = "executeParallelOperations";

function items({ label, count }: Size): Item[] {
  const settings: Settings = { count };
  const inItems = (file: string) => new URL(`items/${file}`, import.meta.url);
  const peer = (name: string, file: string, needs: string): Item => ({
    name: `${label}: ${name}`,
    kind: "peer",
    module: new URL(`peers/${file}`, import.meta.url),
    settings,
    needs: [needs],
  });
  const own: Item[] = [
    { name: `${label}: 64 pumps`, kind: "floor", module: inItems("pumps.ts"), settings, fullOnly: count > 1_000 },
    { name: `${label}: 64 pumps, zod`, kind: "floor", module: inItems("pumps-with-zod.ts"), settings, fullOnly: true },
    { name: `${label}: ${ours}`, kind: "ours", module: inItems("ours.ts"), settings, fullOnly: count > 1_000 },
  ];
  const quick = [
    peer("p-map", "p-map.ts", "p-map"),
    peer("Effect.forEach", "effect.ts", "effect"),
    peer("p-limit", "p-limit.ts", "p-limit"),
    peer("p-queue", "p-queue.ts", "p-queue"),
  ];
  // A million of these would take from two minutes to hours.
  const slow = [
    peer("cockatiel", "cockatiel.ts", "cockatiel"),
    peer("LangChain batch", "langchain.ts", "@langchain/core"),
  ];
  return [...own, ...quick, ...(count > 100_000 ? [] : slow)];
}

function goals(rows: Rows): Goal[] {
  const of = ({ label }: Size, figure: string) => rows.figure(`${label}: ${ours}`, figure);
  const linear = rows.ratio(`${large.label}: ${ours}`, `${small.label}: ${ours}`, "nsPerOperation");
  return [
    {
      text: "100,000: operations per second, at least 400,000",
      value: of(middle, "perSecond"),
      limit: 400_000,
      atLeast: true,
    },
    { text: "100,000: added memory in MiB, at most 120", value: of(middle, "addedMiB"), limit: 120 },
    { text: "linear: an operation of 1,000,000 costs at most 1.5 × one of 1,000", value: linear, limit: 1.5 },
  ];
}

await runBenchmark({
  id: "PERF-3",
  title: "operations side by side, 64 at a time",
  items: [small, middle, large].flatMap(items),
  measure: new URL("measure.ts", import.meta.url),
  settings: (brief) => ({ samples: brief ? 1 : 5 }),
  columns: [
    { title: "operations/s", figure: "perSecond", range: true },
    { title: "ns each", figure: "nsPerOperation" },
    { title: "× speed of 64 pumps", figure: "share", range: true },
    { title: "added memory MiB", figure: "addedMiB" },
  ],
  goals,
});
