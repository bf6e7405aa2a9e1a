/**
 * What an agent does, without the model: a session over MCP with `aiecs mcp`. It looks for operations, describes one,
 * sends a plan with mistakes and is told all of them, then makes the daily sales report in one call, and looks at two
 * rows of what lies between. The tables have 4,204 rows; what the agent has to read stays small.
 */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parsePlan, type ResultPage } from "@aiecs/core";
import { checkReport } from "../daily-sales/check-report.ts";
import { startMarket } from "../daily-sales/start-market.ts";
import { writeConfig } from "../daily-sales/write-config.ts";
import { openSession } from "./open-session.ts";

const plan = parsePlan(await readFile("examples/daily-sales/plan.yaml"));
const folder = await mkdtemp(join(tmpdir(), "aiecs-agent-session-"));
try {
  await using market = await startMarket();
  const config = await writeConfig(folder, market.url, { artifacts_folder: join(folder, "runs") });
  await using session = await openSession("--config", config, "--database", join(folder, "tasks.db"));

  const tools = await session.listTools();
  const names = tools.map(({ name }) => name);
  assert.deepEqual(names, ["search_tools", "describe_operation", "run_operation", "run_plan", "read_result"]);
  console.log(`the agent sees ${names.join(", ")}: ${session.readBytes()} bytes`);

  const found = await session.call("search_tools", { query: "clean table", limit: 3 });
  assert.match(found.text, /pandas_tool\.clean_data/);
  const described = await session.call("describe_operation", { operation: "pandas_tool.clean_data" });
  assert.match(described.text, /remove_duplicates/);
  console.log(`it finds and describes an operation: ${session.readBytes()} bytes so far`);

  // An operation, a parameter and a reference that do not exist: all are told at once, with what was meant.
  const [read, collect, clean, merge, metrics, ...others] = plan.steps;
  const mistaken = [
    { ...read, operation: "pandas_tool.read_cvs" },
    collect,
    { ...clean, params: { df: "$result[0]", remove_duplicate: true } },
    merge,
    { ...metrics, params: { df: "$result[33]" } },
    ...others,
  ];
  const refused = await session.call("run_plan", { plan: { ...plan, steps: mistaken } });
  assert(refused.isError);
  for (const problem of [/steps\[0\].*read_csv\?/, /steps\[2\].*remove_duplicates\?/, /steps\[4\].*index 33/]) {
    assert.match(refused.text, problem);
  }
  console.log(`a plan with three mistakes: ${refused.text.split("\n", 1)}`);

  const progress: string[] = [];
  const ran = await session.call("run_plan", { plan }, (message) => progress.push(message));
  assert(!ran.isError, ran.text);
  const { task_id: task, output } = ran.data as { task_id: string; output: { report: string } };
  for (const { operation } of plan.steps) {
    assert(progress.includes(`${operation} completed`), `no progress of ${operation}: ${progress.join(", ")}`);
  }
  console.log(`${plan.steps.length} steps in one call, of which ${progress.length} messages told meanwhile`);
  console.log(await checkReport(output.report));

  const page = await session.call("read_result", { task, step: 3, offset: 4202, select: ["order_id", "amount"] });
  const { data, total } = page.data as ResultPage;
  assert.deepEqual([total, Array.isArray(data) && data.length], [4204, 2], page.text);
  console.log(`the last two of ${total} rows in between: ${JSON.stringify(data)}`);

  const bytes = session.readBytes();
  assert(bytes < 20_000, `${bytes} bytes`);
  console.log(`all that the agent had to read: ${bytes} bytes`);
} finally {
  await rm(folder, { recursive: true });
}
