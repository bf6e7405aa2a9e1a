/** How many jobs does one worker process work off, and what do history and events cost? */
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

const inItems = (file: string) => new URL(`items/${file}`, import.meta.url);
const needs = ["bullmq", "pg"];

const drains: readonly Item[] = [
  ["raw BullMQ", "raw", "floor"],
  ["our queue", "queue", "ours"],
  ["our queue, a call for each", "calls", "ours"],
  ["tasks with history, events to the store", "unrelayed", "ours"],
  ["tasks with history and events", "tasks", "ours"],
].map(([name = "", kind = "", role]) => ({
  name,
  kind: role === "floor" ? "floor" : "ours",
  module: inItems("drain.ts"),
  settings: { kind },
  needs,
}));

const additions: readonly Item[] = [
  ["raw BullMQ, added in bulk", "raw", true],
  ["raw BullMQ, added one by one", "raw", false],
  ["our queue, added in bulk", "queue", true],
  ["tasks, submitted one by one", "tasks", false],
].map(([name, kind, isBulk]) => ({
  name: String(name),
  kind: kind === "raw" ? "floor" : "ours",
  module: inItems("additions.ts"),
  settings: { kind: String(kind), isBulk: isBulk === true },
  needs,
}));

const loads = {
  low: { sideBySide: 1, pauseMs: 10, mostJobs: 300 },
  high: { sideBySide: 50, pauseMs: 0, mostJobs: 2_000 },
} as const;
const latencies: readonly Item[] = (["low", "high"] as const).flatMap((load) =>
  (["raw", "tasks"] as const).map(
    (kind): Item => ({
      name: `${kind === "raw" ? "raw BullMQ" : "task"}, ${load} load`,
      kind: kind === "raw" ? "floor" : "ours",
      module: inItems("latency.ts"),
      settings: { kind, ...loads[load] },
      needs,
    }),
  ),
);

const scalings: readonly Item[] = [1, 2, 4].map((workers) => ({
  name: `steps that wait 200 ms, ${workers} worker${workers > 1 ? "s" : ""}`,
  kind: "ours",
  module: inItems("scaling.ts"),
  settings: { workers, concurrency: 10, waitMs: 200 },
  needs,
  fullOnly: workers > 1,
}));

function goals(rows: Rows): Goal[] {
  return [
    {
      text: "our queue: share of raw BullMQ's jobs, at least 0.85",
      value: rows.figure("our queue", "share"),
      limit: 0.85,
      atLeast: true,
    },
    {
      text: "tasks with history and events: share of raw BullMQ's jobs, at least 0.85",
      value: rows.figure("tasks with history and events", "share"),
      limit: 0.85,
      atLeast: true,
    },
    {
      text: "four workers with steps that wait: times one worker's tasks, at least 3.6",
      value: rows.ratio("steps that wait 200 ms, 4 workers", "steps that wait 200 ms, 1 worker", "perSecond"),
      limit: 3.6,
      atLeast: true,
    },
  ];
}

await runBenchmark({
  id: "PERF-7",
  title: "queue, one worker process, concurrency 50",
  items: [...drains, ...additions, ...latencies, ...scalings],
  measure: new URL("measure.ts", import.meta.url),
  settings: (brief) =>
    brief
      ? { jobs: 40, jobsPerWorker: 20, samples: 1, concurrency: 50 }
      : { jobs: 30_000, jobsPerWorker: 300, samples: 3, concurrency: 50 },
  columns: [
    { title: "per second", figure: "perSecond", range: true },
    { title: "× raw BullMQ", figure: "share", range: true },
    { title: "worker µs", figure: "workerUs" },
    { title: "Redis µs", figure: "redisUs" },
    { title: "PostgreSQL µs", figure: "postgresUs" },
    { title: "all µs", figure: "allUs" },
    { title: "accepted ms", figure: "accepted" },
    { title: "first event ms", figure: "firstEvent" },
    { title: "result ms", figure: "result" },
    { title: "result p99 ms", figure: "result99" },
    { title: "share of ideal", figure: "ideal" },
  ],
  goals,
});
