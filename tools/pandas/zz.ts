import { createEngine } from "#duckdb/engine.ts";
import { inspectCsv } from "#csv/inspect.ts";
import { planColumns, settledFormat } from "#csv/column-plan.ts";
import { scanSql, plainManner } from "#csv/scan.ts";
import { selectSql, columnSql, textSql } from "#duckdb/sql.ts";
const engine = await createEngine();
const res: Record<string, [number, number][]> = {};
const T = async (n: string, f: () => Promise<unknown>) => { const a = performance.now(), u = process.cpuUsage(); await f(); const d = process.cpuUsage(u); (res[n] ??= []).push([performance.now() - a, (d.user + d.system) / 1000]); };
const path = "/tmp/pd/s.csv";
const i = await inspectCsv(path, { file: "x" });
const plans = planColumns({ ...i, nulls: new Set([""]), dtypes: {} });
const source = { path, file: "x", bytes: i.bytes, delimiter: ",", skip: 0, names: i.names, nulls: [""], nrows: undefined };
const from = scanSql(source, plainManner);
const err = (t: string) => `CASE WHEN ${t} IS NOT NULL THEN error('x') END`;
const proj = (f: (fmt: Exclude<ReturnType<typeof settledFormat>, "text" | undefined>, t: string) => string) => plans.map((p) => { const fmt = settledFormat(p)!; const t = columnSql(p.index); return fmt === "text" ? { name: p.name, type: "VARCHAR" as const, expression: t } : { name: p.name, type: fmt.type, expression: f(fmt, t) }; });
const V: Record<string, string> = {
  auto: `SELECT * FROM read_csv('${path}')`,
  varchar: `SELECT * ${from}`,
  current: `${selectSql(proj((f, t) => `coalesce(${f.value(t)}, ${err(t)})`))} ${from}`,
  nocheck: `${selectSql(proj((f, t) => `TRY_CAST(${t} AS ${f.type})`))} ${from}`,
  cast: `${selectSql(proj((f, t) => t))} ${from}`,
  value: `${selectSql(proj((f, t) => f.value(t)))} ${from}`,
  intonly: `${selectSql(proj((f, t) => f.type === "BIGINT" ? `coalesce(${f.value(t)}, ${err(t)})` : t))} ${from}`,
  numonly: `${selectSql(proj((f, t) => f.type === "DOUBLE" ? `coalesce(${f.value(t)}, ${err(t)})` : t))} ${from}`,
  dateonly: `${selectSql(proj((f, t) => f.type === "DATE" ? `coalesce(${f.value(t)}, ${err(t)})` : t))} ${from}`,
};
for (let k = 0; k < 7; k++) await engine.session(undefined, async (x) => { for (const [n, q] of Object.entries(V)) { await T(n, () => x.run(`create or replace table a as ${q}`)); await x.run("drop table a"); } });
for (const [n, v] of Object.entries(res)) { const m = (j: 0 | 1) => v.map((x) => x[j]).sort((a, b) => a - b)[3]!.toFixed(1); const mn = Math.min(...v.map(x => x[1])).toFixed(0); console.log(n.padEnd(26), "wall", m(0).padStart(6), "cpu", m(1).padStart(6), "min", mn); }
await engine.close();
