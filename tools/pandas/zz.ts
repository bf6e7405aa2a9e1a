import { createEngine } from "#duckdb/engine.ts";
import { inspectCsv } from "#csv/inspect.ts";
import { planColumns, settledFormat } from "#csv/column-plan.ts";
import { scanSql, plainManner } from "#csv/scan.ts";
import { selectSql, columnSql } from "#duckdb/sql.ts";
import { DuckDBInstance } from "@duckdb/node-api";
const engine = await createEngine();
const plain = await (await DuckDBInstance.create()).connect();
const res: Record<string, [number, number][]> = {};
const T = async (n: string, f: () => Promise<unknown>) => { const a = performance.now(), u = process.cpuUsage(); await f(); const d = process.cpuUsage(u); (res[n] ??= []).push([performance.now() - a, (d.user + d.system) / 1000]); };
const path = "/tmp/pd/s.csv";
const i = await inspectCsv(path, { file: "x" });
const plans = planColumns({ ...i, nulls: new Set([""]), dtypes: {} });
const from = scanSql({ path, file: "x", bytes: i.bytes, delimiter: ",", skip: 0, names: i.names, nulls: [""], nrows: undefined }, plainManner);
const err = (t: string) => `CASE WHEN ${t} IS NOT NULL THEN error('x') END`;
const sql = `${selectSql(plans.map((p) => { const fmt = settledFormat(p)!; const t = columnSql(p.index); return fmt === "text" ? { name: p.name, type: "VARCHAR" as const, expression: t } : { name: p.name, type: fmt.type, expression: `coalesce(${fmt.value(t)}, ${err(t)})` }; }))} ${from}`;
for (let k = 0; k < 9; k++) {
  await T("plain auto", () => plain.run(`create table a as SELECT * FROM read_csv('${path}')`)); await plain.run("drop table a");
  await T("plain ours", () => plain.run(`create table a as ${sql}`)); await plain.run("drop table a");
  await engine.session(undefined, async (x) => {
    await T("engine auto", () => x.run(`create table a as SELECT * FROM read_csv('${path}')`)); await x.run("drop table a");
    await T("engine ours", () => x.run(`create table a as ${sql}`)); await x.run("drop table a");
    await T("engine told", () => x.told(() => {}, () => x.run(`create table a as ${sql}`))); await x.run("drop table a");
  });
}
for (const [n, v] of Object.entries(res)) { const m = (j: 0 | 1) => v.map((x) => x[j]).sort((a, b) => a - b)[4]!.toFixed(0); console.log(n.padEnd(20), "wall", m(0).padStart(6), "cpu", m(1).padStart(6), "best wall", Math.min(...v.map((x) => x[0])).toFixed(0)); }
await engine.close();
