/** Scenario 1: read, clean, analyse, show, report; as a list of operations, and as a plan file. */
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { createExecutor, parsePlan } from "@aiecs/core";
import chartTool from "@aiecs/tool-chart";
import pandasTool from "@aiecs/tool-pandas";
import reportTool from "@aiecs/tool-report";
import { openPlanRunner } from "../plan-runner.ts";

const file_path = "examples/daily-sales/data/sales_1997-06-30.csv";

const settings = { tools: [pandasTool, chartTool, reportTool] };
await using executor = createExecutor(settings);

const operations = [
  { operation: "pandas_tool.read_csv", params: { file_path } },
  { operation: "pandas_tool.clean_data", params: { df: "$result[0]", drop_na: true } },
  { operation: "pandas_tool.analyze_sales", params: { df: "$result[1]" } },
  { operation: "chart_tool.create_dashboard", params: { data: "$result[2]" } },
  { operation: "report_tool.generate_pdf", params: { charts: "$result[3]" } },
];
const results = await executor.executeOperationsSequence(operations, "analyst_001", "analysis-pipeline");
for (const { step, status, errorMessage, durationMs } of results) {
  console.log(`${step}: ${status} in ${Math.round(durationMs ?? 0)} ms ${errorMessage ?? ""}`);
}
assert(results.every((result) => result.completed));

// The total, computed without the tools.
const lines = readFileSync(file_path, "utf8").trim().split("\n").slice(1);
const total = lines.reduce((sum, line) => sum + Number(line.split(",").at(-1)), 0);
const analysis = results[2]?.result as { readonly totals: { readonly net: number } };
const told = analysis.totals.net;
assert(Math.abs(told - total) < 0.005, `total ${told}, expected ${total}`);

const report = results[4]?.result as { readonly path: string; readonly bytes: number };
assert.equal(statSync(report.path).size, report.bytes);
console.log(`${report.path}: ${report.bytes} bytes, total ${told.toFixed(2)} dollars`);

// The same as a plan file, whose steps run as soon as what they need is there.
const plan = parsePlan(readFileSync("examples/analysis-pipeline/plan.yaml"));
await using planRunner = await openPlanRunner(executor, settings);
const planned = await planRunner.executePlan(plan);
assert.equal(planned.status, "completed");
assert.deepEqual(JSON.parse(JSON.stringify(planned.results[2]?.result)), JSON.parse(JSON.stringify(analysis)));
console.log("the plan file gives the same analysis");
