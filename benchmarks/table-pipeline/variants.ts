import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { createExecutor } from "@aiecs/core";
import pandasTool from "@aiecs/tool-pandas";
import { DuckDBInstance } from "@duckdb/node-api";

export type Measured = {
  /** Milliseconds by step. */
  readonly read: number;
  readonly clean: number;
  readonly group: number;
  readonly total: number;
  /** Processor time of all threads in milliseconds: other work on the machine weighs less on it. */
  readonly processor: number;
  /** How long the main thread was held up at most, in milliseconds. */
  readonly delay: number;
  /** What came out, so that variants can be compared: rows read, rows kept, groups, sum of quantities. */
  readonly outcome: readonly number[];
};

/** Starts to watch the main thread: what comes before is no part of the work. */
type Begin = () => number;

type Steps = {
  readonly outcome: readonly number[];
  readonly marks: readonly number[];
  readonly processor: NodeJS.CpuUsage;
};

const columns = "order_id, order_date, region, category, product, quantity, unit_price, note";
const groupColumns = ["category", "region"];

/** The statements that somebody would write by hand for the same work, with the same rows in the same order. */
async function raw(path: string, unique: boolean, begin: Begin): Promise<Steps> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const count = async (sql: string): Promise<number> => Number((await (await connection.run(sql)).getRows())[0]?.[0]);
  await count("SELECT 1");
  const marks = [begin()];
  const rows = await count(`CREATE TABLE sales AS SELECT * FROM read_csv('${path}')`);
  marks.push(performance.now());
  const rest = unique
    ? `(SELECT ${columns}, min(rowid) AS first FROM sales WHERE quantity IS NOT NULL GROUP BY ALL) ORDER BY first`
    : "sales WHERE quantity IS NOT NULL";
  const kept = await count(`CREATE TABLE clean AS SELECT ${columns} FROM ${rest}`);
  marks.push(performance.now());
  const measures = ["order_id", "quantity", "unit_price"]
    .map((name) => `count(${name}), sum(${name}), avg(${name}), min(${name}), max(${name})`)
    .join(", ");
  const groups = await count(
    `CREATE TABLE grouped AS SELECT ${groupColumns}, count(*), ${measures} FROM clean GROUP BY ALL ORDER BY ALL`,
  );
  marks.push(performance.now());
  const processor = process.cpuUsage();
  return { processor, outcome: [rows, kept, groups, await count("SELECT sum(quantity) FROM clean")], marks };
}

/** The same through the executor: validated, recorded in statistics and events, under a timeout. */
async function ours(path: string, unique: boolean, begin: Begin): Promise<Steps> {
  const executor = createExecutor({
    tools: [pandasTool],
    config: { roots: [path], rate_limit_requests_per_second: 0, timeout_ms: 120_000 },
    environment: {},
  });
  await using _ = executor;
  await executor.executeOperation("pandas_tool.load_table", { df: [{ a: 1 }] });
  const marks = [begin()];
  const sales = await executor.executeOperation("pandas_tool.read_csv", { file_path: path });
  marks.push(performance.now());
  const clean = await executor.executeOperation("pandas_tool.clean_data", {
    df: sales,
    drop_na: ["quantity"],
    remove_duplicates: unique,
  });
  marks.push(performance.now());
  const grouped = await executor.executeOperation("pandas_tool.group_analysis", { df: clean, group_by: groupColumns });
  marks.push(performance.now());
  const processor = process.cpuUsage();
  const sum = grouped.data.reduce((total, record) => total + Number(record.quantity_sum), 0);
  return { processor, outcome: [sales.rows, clean.rows, grouped.rows, sum], marks };
}

const variants: { readonly [name: string]: (path: string, unique: boolean, begin: Begin) => Promise<Steps> } = {
  raw,
  ours,
};

async function main([name = "", path = "", work = ""]: readonly string[]): Promise<void> {
  const variant = Object.hasOwn(variants, name) ? variants[name] : undefined;
  if (variant === undefined) throw new Error(`expected one of ${Object.keys(variants).join(", ")}, received ${name}`);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  let before = process.cpuUsage();
  const { marks, outcome, processor } = await variant(path, work === "unique", () => {
    loop.enable();
    before = process.cpuUsage();
    return performance.now();
  });
  loop.disable();
  const [start = 0, read = 0, clean = 0, group = 0] = marks;
  const measured: Measured = {
    read: read - start,
    clean: clean - read,
    group: group - clean,
    total: group - start,
    processor: (processor.user + processor.system - before.user - before.system) / 1000,
    delay: loop.max / 1e6,
    outcome,
  };
  console.log(JSON.stringify(measured));
}

await main(process.argv.slice(2));
