/** How much of a bare web framework's throughput is left with everything around an operation? */
import type { Goal, Item, Rows } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";

const module = new URL("item.ts", import.meta.url);
const ours = "POST /api/execute";

const items: readonly Item[] = [
  { name: "bare Fastify, same schema", kind: "floor", module, settings: { server: "bare" } },
  { name: "node:http", kind: "floor", module, settings: { server: "node" } },
  { name: ours, kind: "ours", module, settings: { server: "aiecs" } },
];

function goals(rows: Rows): Goal[] {
  return [
    {
      text: "share of bare Fastify's requests, at least 0.65",
      value: rows.figure(ours, "share"),
      limit: 0.65,
      atLeast: true,
    },
    { text: "p99: × bare Fastify's, at most 2", value: rows.figure(ours, "p99Ratio"), limit: 2 },
  ];
}

await runBenchmark({
  id: "PERF-8",
  title: "one operation over HTTP, 50 connections",
  items,
  measure: new URL("measure.ts", import.meta.url),
  settings: (brief) =>
    brief ? { samples: 2, sampleMs: 100, connections: 10 } : { samples: 7, sampleMs: 2_000, connections: 50 },
  columns: [
    { title: "requests per second", figure: "perSecond", range: true },
    { title: "share of bare Fastify's", figure: "share", range: true },
    { title: "p99 in ms", figure: "p99", range: true },
    { title: "p99: × bare Fastify's", figure: "p99Ratio", range: true },
  ],
  goals,
});
