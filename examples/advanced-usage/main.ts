/** A sequence whose second step refers to the first one's result. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createExecutor } from "@aiecs/core";
import pandasTool from "@aiecs/tool-pandas";

await using executor = createExecutor({ tools: [pandasTool] });
const file_path = "examples/daily-sales/data/sales_1997-06-30.csv";

const operations = [
  { operation: "pandas_tool.read_csv", params: { file_path } },
  { operation: "pandas_tool.describe", params: { df: "$result[0]" } },
];
const results = await executor.executeOperationsSequence(operations, "user123", "task456", { stopOnFailure: true });

for (const { step, status, durationMs } of results)
  console.log(`${step}: ${status} in ${Math.round(durationMs ?? 0)} ms`);
assert.deepEqual(
  results.map((result) => result.status),
  ["completed", "completed"],
);

// The same mean, computed without the tool.
const amounts = readFileSync(file_path, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => Number(line.split(",").at(-1)));
const mean = amounts.reduce((sum, amount) => sum + amount, 0) / amounts.length;
const described = results[1]?.result as { readonly columns: { readonly amount: { readonly mean: number } } };
const told = described.columns.amount.mean;
assert(Math.abs(told - mean) < 1e-9, `mean of amount: ${told}, expected ${mean}`);
console.log(`mean order: ${told.toFixed(2)} dollars`);

// A reference beyond the list is refused before anything runs.
const broken = executor.executeOperationsSequence(
  [{ operation: "pandas_tool.describe", params: { df: "$result[5]" } }],
  "user123",
  "task456",
);
await assert.rejects(broken, { code: "E001", message: "Referenced result index 5 out of range" });
console.log("$result[5]: Referenced result index 5 out of range");
