import { createExecutor } from "@aiecs/core";
import pandasTool from "./src/index.ts";

process.chdir("/work/main/tools/pandas");
await using ex = createExecutor({ tools: [pandasTool], config: { rate_limit_requests_per_second: 0 } });
for (const [name, op] of Object.entries(pandasTool.operations))
  for (const e of op.examples ?? []) {
    try {
      const r = await ex.executeOperation(`pandas_tool.${name}`, e.params);
      console.log("==", name, e.title, JSON.stringify(r).slice(0, 900));
    } catch (x) {
      console.log("==", name, e.title, "ERR", x);
    }
  }
const V = "/work/main/node_modules/vega-datasets/data/";
await using ex2 = createExecutor({ tools: [pandasTool], config: { rate_limit_requests_per_second: 0, roots: [V] } });
for (const f of [
  "movies.json",
  "cars.json",
  "flights-2k.json",
  "penguins.json",
  "flights-3m.parquet",
  "seattle-weather.csv",
  "airports.csv",
  "stocks.csv",
  "unemployment.tsv",
  "birdstrikes.csv",
  "github.csv",
  "zipcodes.csv",
  "disasters.csv",
  "us-employment.csv",
  "weather.csv",
  "species.csv",
]) {
  const a = performance.now();
  try {
    const t = await ex2.executeOperation("pandas_tool.load_table", { df: V + f });
    console.log(
      f,
      (performance.now() - a).toFixed(0) + "ms",
      t.rows,
      t.schema
        .map((c) => c.name + ":" + c.type)
        .join(",")
        .slice(0, 400),
      JSON.stringify(t.data[0]).slice(0, 200),
      JSON.stringify((t as { report?: object }).report),
    );
  } catch (x) {
    console.log(f, "ERR", x instanceof Error ? x.message : x);
  }
}
