import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

type Row = { readonly name: string; readonly kind: string; readonly figures: { readonly [name: string]: number } };
type Report = { readonly id: string; readonly rows: readonly Row[] };

const execute = promisify(execFile);

async function runBrief(folder: string): Promise<Report> {
  const script = `benchmarks/${folder}/bench.ts`;
  const { stdout } = await execute(process.execPath, ["--conditions=aiecs-source", script, "--brief", "--json"]);
  return JSON.parse(stdout);
}

/** Whether they work, never how fast they are: that is nothing for a machine that runs other tests beside. */
describe("benchmarks", { timeout: 120_000 }, () => {
  it.each([
    ["[PERF-1]", "single-operation"],
    ["[PERF-2]", "sequence"],
    ["[PERF-3]", "fan-out"],
    ["[PERF-4]", "cache-hit"],
    ["[PERF-5]", "threads"],
    ["[PERF-6]", "durable-steps"],
    ["[PERF-7]", "queue"],
    ["[PERF-8]", "http"],
    ["[PERF-9]", "start"],
    ["[PERF-11]", "diamond-plan"],
    ["[PERF-12]", "types"],
  ])("%s %s measures its floors and ours", async (id, folder) => {
    const report = await runBrief(folder);
    expect(`[${report.id}]`).toBe(id);
    expect(new Set(report.rows.map(({ kind }) => kind))).toEqual(new Set(["floor", "ours"]));
    for (const { name, figures } of report.rows) {
      expect(Object.keys(figures), name).not.toEqual([]);
      for (const [figure, value] of Object.entries(figures)) expect(value, `${name}: ${figure}`).toBeGreaterThan(0);
    }
  });

  it("[PERF-10] table-pipeline measures raw DuckDB and ours, with the same outcome", async () => {
    const env = { ...process.env, ROWS: "2000", ROUNDS: "1" };
    const { stdout } = await execute(
      process.execPath,
      ["--conditions=aiecs-source", "benchmarks/table-pipeline/bench.ts"],
      {
        env,
      },
    );
    const totals = Array.from(stdout.matchAll(/total\s+raw\s+(\d+) ms\s+ours\s+(\d+) ms/g), ([, raw, ours]) => [
      raw,
      ours,
    ]);
    expect(totals.length).toBeGreaterThan(0);
    for (const figure of totals.flat()) expect(Number(figure)).toBeGreaterThan(0);
  });

  it("documents measures the libraries alone and ours, which read the same", async () => {
    const script = ["--conditions=aiecs-source", "benchmarks/documents/bench.ts", "--brief"];
    const { stdout } = await execute(process.execPath, script);
    const figures = Array.from(stdout.matchAll(/ (\d+) ms/g), ([, ms]) => Number(ms));
    expect(figures).toHaveLength(7);
    for (const figure of figures) expect(figure).toBeGreaterThan(0);
  });

  it("tokens counts what passes through a model's context, and one plan costs least", async () => {
    const script = ["--conditions=aiecs-source", "benchmarks/tokens/bench.ts", "--brief"];
    const { stdout } = await execute(process.execPath, script);
    const rows = stdout.matchAll(/^(?:call by call|one run_plan).* ([\d,]+) +[\d,]+$/gm);
    const once = Array.from(rows, ([, tokens = ""]) => Number(tokens.replaceAll(",", "")));
    expect(once).toHaveLength(3);
    expect(once).toEqual(once.toSorted((a, b) => b - a));
  });

  it("are named where none is called as asked", async () => {
    const broken = execute(process.execPath, ["--conditions=aiecs-source", "benchmarks/run.ts", "no-such-question"]);
    await expect(broken).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining("single-operation") });
  });
});
