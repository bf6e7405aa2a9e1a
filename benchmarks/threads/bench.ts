/** Do CPU-bound operations use all cores, and does the main thread stay free meanwhile? */
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

const ours = "executeOperation, runsOn thread";
const piscina = "piscina, a thread per core";

const at = (file: string) => new URL(file, import.meta.url);

const items: readonly Item[] = [
  { name: "main thread only", kind: "floor", module: at("items/main.ts"), fullOnly: true },
  { name: "raw worker threads, one per core", kind: "floor", module: at("items/raw.ts") },
  { name: ours, kind: "ours", module: at("items/ours.ts") },
  { name: piscina, kind: "peer", module: at("peers/piscina.ts"), needs: ["piscina"] },
  {
    name: "piscina, by default",
    kind: "peer",
    module: at("peers/piscina.ts"),
    settings: { byDefault: true },
    needs: ["piscina"],
  },
];

function goals(rows: Rows): Goal[] {
  const growth = (large: string, small: string) => {
    const [above, below] = [rows.figure(ours, large), rows.figure(ours, small)];
    return above === undefined || below === undefined ? undefined : above / below;
  };
  return [
    {
      text: "speed in relation to piscina, at least 0.95",
      value: rows.ratio(ours, piscina, "share"),
      limit: 0.95,
      atLeast: true,
    },
    { text: "delay of the main loop, p99 in ms, at most 20", value: rows.figure(ours, "delayMs"), limit: 20 },
    {
      text: "a buffer of 64 MiB from a thread: × the time of copying it, at most 0.5",
      value: growth("bufferUs", "copyUs"),
      limit: 0.5,
    },
    {
      text: "a table of 100,000 rows: × the time of 1,000, at most 2",
      value: growth("largeTableUs", "smallTableUs"),
      limit: 2,
    },
  ];
}

await runBenchmark({
  id: "PERF-5",
  title: "CPU-bound operations of about 5 ms on threads",
  items,
  measure: at("measure.ts"),
  settings: (brief) => (brief ? { operations: 10, pairs: 1, trips: 50 } : { operations: 200, pairs: 3, trips: 1000 }),
  columns: [
    { title: "ms in all", figure: "ms", range: true },
    { title: "× speed of raw", figure: "share", range: true },
    { title: "loop delay p99 ms", figure: "delayMs", range: true },
    { title: "idle p99 ms", figure: "idleDelayMs" },
    { title: "no-op trip µs", figure: "tripUs" },
    { title: "64 MiB back µs", figure: "bufferUs" },
    { title: "copying it µs", figure: "copyUs" },
    { title: "table 1,000 rows µs", figure: "smallTableUs" },
    { title: "100,000 rows µs", figure: "largeTableUs" },
  ],
  goals,
});
