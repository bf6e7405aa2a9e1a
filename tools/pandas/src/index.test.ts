import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createExecutor, parsePlan, type Table } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import pandasTool from "./index.ts";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

async function openExecutor(folder = packageFolder) {
  const executor = createExecutor({
    tools: [pandasTool],
    config: { roots: [folder], rate_limit_requests_per_second: 0, artifacts_folder: join(folder, ".aiecs", "runs") },
    environment: {},
  });
  return { executor, [Symbol.asyncDispose]: () => executor[Symbol.asyncDispose]() };
}

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), "pandas-test-"));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

describe("pandas_tool", () => {
  const examples = Object.entries(pandasTool.operations).flatMap(([name, { examples = [] }]) =>
    examples.map((example) => [name, example.title, example.params] as const),
  );

  it.each(examples)("[TOOL-1] example of %s: %s", async (name, _, params) => {
    await using opened = await openExecutor();
    const absolute =
      "file_path" in params ? { ...params, file_path: join(packageFolder, String(params.file_path)) } : params;
    const result = await opened.executor.executeOperation(`pandas_tool.${name}`, absolute);
    expect(JSON.parse(JSON.stringify(result))).toBeTypeOf("object");
  });

  it("[TOOL-2] lists its operations without loading the database", () => {
    const script = `
      import { ToolRegistry } from "@aiecs/core";
      import tool from ${JSON.stringify(join(packageFolder, "src", "index.ts"))};
      const [listing] = new ToolRegistry([tool]).listTools();
      const loaded = process.report.getReport().sharedObjects.filter((path) => path.includes("duckdb"));
      console.log(JSON.stringify({ operations: listing.operations.length, loaded }));`;
    const output = execFileSync(process.execPath, ["--conditions=aiecs-source", "--input-type=module", "-e", script], {
      cwd: packageFolder,
      encoding: "utf8",
    });
    expect(JSON.parse(output)).toEqual({ operations: 8, loaded: [] });
  });

  it("[TOOL-4] hands tables from step to step, and references reach into them", async () => {
    await using temporary = await temporaryFolder();
    await using opened = await openExecutor(temporary.folder);
    const file_path = join(temporary.folder, "sales.csv");
    await writeFile(
      file_path,
      "date,category,amount\n2026-01-31,tea,5\n2026-02-28,tea,6\n2026-02-28,tea,6\n2026-02-01,,\n",
    );
    const plan = parsePlan({
      steps: [
        { operation: "pandas_tool.read_csv", params: { file_path } },
        { operation: "pandas_tool.check_data_quality", params: { df: "$result[0]" } },
        { operation: "pandas_tool.clean_data", params: { df: "$result[1]", drop_na: true, remove_duplicates: true } },
        { operation: "pandas_tool.group_analysis", params: { df: "$result[2]", group_by: "category" } },
        { operation: "pandas_tool.analyze_sales", params: { df: "$result[2]" } },
        { operation: "pandas_tool.describe", params: { df: "$result[3]", columns: ["$result[3].schema[0].name"] } },
      ],
      output: [
        "$result[0].data[1].amount",
        "$result[2].rows",
        "$result[2].report.dropped.duplicates",
        "$result[4].growth",
      ],
    });
    const { status, output, results } = await opened.executor.executePlan(plan);
    expect(results.map(({ errorMessage }) => errorMessage)).toEqual(Array(6).fill(null));
    expect(status).toBe("completed");
    expect(output).toEqual([6, 2, 1, 0.2]);
  });

  it("finds a reference to what a table does not have before the plan runs", async () => {
    await using opened = await openExecutor();
    const analysis = opened.executor.analyzePlan({
      steps: [
        { operation: "pandas_tool.read_csv", params: { file_path: "x.csv" } },
        { operation: "pandas_tool.describe", params: { df: "$result[0].dataa" } },
        { operation: "pandas_tool.describe", params: { df: [{ price: "$result[0].data[3].price" }] } },
      ],
    });
    expect(analysis.errors.map(({ step }) => step)).toEqual([1]);
  });

  it("refuses parameters that are no tables, and names all problems", async () => {
    await using opened = await openExecutor();
    const call = opened.executor.executeOperation("pandas_tool.merge_data", { df1: 5, df2: [1] } as object as never);
    await expect(call).rejects.toMatchObject({ code: "E001" });
    await expect(call).rejects.toThrow(/df1: expected a table .*received a number.*df2: .*item 0 is a number/);
  });

  it("reads a file once as long as it does not change", async () => {
    await using temporary = await temporaryFolder();
    await using opened = await openExecutor(temporary.folder);
    const file_path = join(temporary.folder, "x.csv");
    const read = () => opened.executor.executeOperation("pandas_tool.read_csv", { file_path }, { taskId: "t" });
    await writeFile(file_path, "a\n1\n");
    const first: Table = await read();
    expect(await read()).toBe(first);
    await writeFile(file_path, "a\n1\n2\n");
    const second = await read();
    expect([first.rows, second.rows]).toEqual([1, 2]);
  });

  it("checks its settings", async () => {
    const executor = createExecutor({
      tools: [pandasTool],
      toolConfig: { pandas_tool: { memory: 5 } },
      environment: {},
    });
    await using _ = executor;
    await expect(executor.executeOperation("pandas_tool.load_table", { df: [{ a: 1 }] })).rejects.toThrow(
      /pandas_tool.*memory/,
    );
  });
});
