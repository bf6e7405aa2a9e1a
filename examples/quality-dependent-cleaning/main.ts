/** Scenario 7 on two real data sets: a dirty one that is repaired, and a clean one that is left alone. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createExecutor, parsePlan } from "@aiecs/core";
import pandasTool from "@aiecs/tool-pandas";
import statsTool from "@aiecs/tool-stats";
import { openPlanRunner } from "../plan-runner.ts";

/** Films with missing values; used in place, from the package it comes with. */
const dirty = "node_modules/vega-datasets/data/movies.json";
const clean = "examples/daily-sales/data/sales_1997-06-30.csv";

const settings = { tools: [pandasTool, statsTool] };
await using executor = createExecutor(settings);
await using planRunner = await openPlanRunner(executor, settings);

// As a plan file
const plan = parsePlan(readFileSync("examples/quality-dependent-cleaning/plan.yaml"));
const repaired = await planRunner.executePlan(plan, { input: { input_data: dirty } });
const untouched = await planRunner.executePlan(plan, { input: { input_data: clean } });
assert.equal(repaired.status, "completed", repaired.results.find((result) => !result.completed)?.errorMessage ?? "");
assert.equal(untouched.status, "completed");

// The dirty data: rows with a null are gone, as a count without the tool confirms, and the last step ran.
const films = JSON.parse(readFileSync(dirty, "utf8")) as Record<string, unknown>[];
const names = new Set(films.flatMap((film) => Object.keys(film)));
const isComplete = (film: Record<string, unknown>) => [...names].every((name) => (film[name] ?? null) !== null);
const complete = films.filter(isComplete).length;
const { low_quality, rows, report } = repaired.output as { low_quality: boolean; rows: number; report: string };
console.log(`${dirty}: ${films.length} rows, low quality ${low_quality}, ${rows} rows after cleaning`);
assert.deepEqual([low_quality, rows], [true, complete]);
assert.equal(repaired.results[3]?.status, "completed");
assert.match(report, /#/);

// The clean data: nothing was changed, and the last step was skipped.
console.log(`${clean}: ${JSON.stringify(untouched.output).slice(0, 60)}…, ${untouched.results[3]?.errorMessage}`);
assert.equal((untouched.output as { rows: number }).rows, 4204);
assert.equal(untouched.results[3]?.errorMessage, "Not run: its condition was false (result[0].low_quality)");

// As a list of operations
const operations = [
  { operation: "pandas_tool.check_data_quality", params: { df: "input_data" } },
  { operation: "pandas_tool.clean_data", params: { df: "$result[0]", if_quality_low: true } },
  { operation: "stats_tool.generate_report", params: { df: "$result[1]" } },
];
const results = await executor.executeOperationsSequence(operations, "analyst_001", "quality", {
  stopOnFailure: true,
  input: { input_data: clean },
});
assert.deepEqual(
  results.map((result) => result.status),
  ["completed", "completed", "completed"],
);
console.log("as a sequence: completed");
