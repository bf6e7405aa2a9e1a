/** What does it cost that each of ten steps is durable before the next begins? */
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

const inItems = (file: string) => new URL(`items/${file}`, import.meta.url);

const ours = (sync: string) => `task of ten steps, ${sync}`;
const long = "ten steps of a task of 10,000";

const items: readonly Item[] = ["normal", "full"].flatMap((sync): Item[] => [
  { name: `ten bare commits, ${sync}`, kind: "floor", module: inItems("bare.ts"), settings: { sync } },
  {
    name: `the sequence in memory, a bare commit after each step, ${sync}`,
    kind: "floor",
    module: inItems("saved.ts"),
    settings: { sync },
  },
  { name: ours(sync), kind: "ours", module: inItems("task.ts"), settings: { sync } },
  {
    name: `${ours(sync)}, 20 tasks side by side`,
    kind: "ours",
    module: inItems("task.ts"),
    settings: { sync, sideBySide: 20 },
  },
  { name: `step of a task of 1,000 steps, ${sync}`, kind: "ours", module: inItems("long.ts"), settings: { sync } },
]);

const growth: Item = {
  name: long,
  kind: "ours",
  module: inItems("growth.ts"),
  settings: { sync: "normal" },
  fullOnly: true,
};

function goals(rows: Rows): Goal[] {
  return [
    ...["normal", "full"].map((sync) => ({
      text: `${ours(sync)}: × ten bare commits, at most 1.5`,
      value: rows.figure(ours(sync), "ratio"),
      limit: 1.5,
    })),
    {
      text: "a task of 10,000 steps: × one of 1,000, per step, at most 1.25",
      value: rows.figure(long, "ratio"),
      limit: 1.25,
    },
  ];
}

await runBenchmark({
  id: "PERF-6",
  title: "durable steps",
  items: [...items, growth],
  measure: new URL("measure.ts", import.meta.url),
  settings: (brief) => (brief ? { samples: 3, sampleMs: 5 } : { samples: 11, sampleMs: 60 }),
  columns: [
    { title: "µs for ten steps", figure: "us", range: true },
    { title: "× ten bare commits", figure: "ratio", range: true },
    { title: "× in processor time", figure: "cpuRatio", range: true },
  ],
  goals,
});
