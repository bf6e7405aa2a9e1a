/** What does an answer from the cache cost, key included? */
import type { Goal, Item, Rows, Settings } from "../harness/benchmark.ts";
import { runBenchmark } from "../harness/run-benchmark.ts";
import type { Size } from "./sizes.ts";

const labels = { small: "5 fields", large: "10 KB" } as const;
const json = "lru-cache, JSON.stringify + SHA-256";
const ours = "executeOperation";

function items(size: Size): Item[] {
  const settings: Settings = { size };
  const item = (kind: Item["kind"], name: string, file: string, needs: readonly string[] = []): Item => ({
    name: `${labels[size]}: ${name}`,
    kind,
    module: new URL(file, import.meta.url),
    settings,
    needs,
  });
  const known = item("floor", "lru-cache, key known", "items/known-key.ts", ["lru-cache"]);
  return [
    ...(size === "small" ? [known] : []),
    item("floor", json, "items/json-key.ts", ["lru-cache"]),
    item("ours", ours, "items/ours.ts"),
    item("ours", "canonical key and memory cache alone", "items/our-key.ts"),
    item("peer", "lru-cache, safe-stable-stringify + SHA-256", "peers/safe-stable-stringify.ts", [
      "safe-stable-stringify",
    ]),
    item("peer", "lru-cache, ohash", "peers/ohash.ts", ["ohash"]),
    item("peer", "keyv, safe-stable-stringify + SHA-256", "peers/keyv.ts", ["keyv", "safe-stable-stringify"]),
    item("peer", "cacheable wrap", "peers/cacheable.ts", ["cacheable"]),
  ];
}

function goals(rows: Rows): Goal[] {
  const of = (size: Size, figure: string) => rows.figure(`${labels[size]}: ${ours}`, figure);
  return [
    { text: "5 fields: µs, at most 4", value: of("small", "us"), limit: 4 },
    { text: "10 KB: µs, at most 160", value: of("large", "us"), limit: 160 },
    { text: "10 KB: × JSON.stringify + SHA-256, at most 1", value: of("large", "ratio"), limit: 1 },
  ];
}

await runBenchmark({
  id: "PERF-4",
  title: "an answer from the cache",
  items: [...items("small"), ...items("large")],
  measure: new URL("measure.ts", import.meta.url),
  settings: (brief) => (brief ? { samples: 3, sampleMs: 4 } : { samples: 9, sampleMs: 30 }),
  columns: [
    { title: "µs", figure: "us", range: true },
    { title: "× bare await", figure: "bareRatio" },
    { title: "× JSON.stringify + SHA-256", figure: "ratio", range: true },
    { title: "the same in processor time", figure: "cpuRatio" },
  ],
  goals,
});
