/** One operation, and two in a batch. */
import assert from "node:assert/strict";
import { ExecutionUtils, isTable, OperationExecutor, ToolExecutor } from "@aiecs/core";
import pandasTool from "@aiecs/tool-pandas";

const toolExecutor = new ToolExecutor({ tools: [pandasTool] });
const executionUtils = new ExecutionUtils();
const config = { rate_limit_requests_per_second: 10 };

await using executor = new OperationExecutor(toolExecutor, executionUtils, config);

// One operation
const sales = "examples/daily-sales/data/sales_1997-06-30.csv";
const table = await executor.executeOperation("pandas_tool.read_csv", { file_path: sales });
assert(isTable(table));
console.log(`${sales}: ${table.rows} rows, ${table.columns} columns`);
assert.deepEqual([table.rows, table.columns], [4204, 7]);

// A batch
const results = await executor.batchExecuteOperations([
  { operation: "pandas_tool.read_csv", params: { file_path: sales } },
  { operation: "pandas_tool.read_csv", params: { file_path: "examples/daily-sales/data/market.csv" } },
  { operation: "pandas_tool.read_csv", params: { file_path: "no-such-file.csv" } },
]);
const [first, second, missing] = results;
assert(isTable(first) && isTable(second) && missing instanceof Error);
console.log(`batch: ${first.rows} rows, ${second.rows} rows, and an error in its place: ${missing.message}`);
assert.equal(second.rows, 6);
assert.match(missing.message, /no-such-file\.csv/);
