/**
 * Scenario 8: a list of operations runs for a user, and those who work with that user see its progress and its tables
 * while it runs: two subscribers, each a process of its own, over Server-Sent Events. What each got is checked by the
 * times at which it came. One who does not read holds nothing up; one of another user gets nothing.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, isTable, parsePlan, type SaveCallback } from "@aiecs/core";
import chartTool from "@aiecs/tool-chart";
import pandasTool from "@aiecs/tool-pandas";
import statsTool from "@aiecs/tool-stats";
import { createProgressFeed } from "./progress-feed.ts";
import { readEvents } from "./read-events.ts";
import { type Arrival, subscribe } from "./subscribe.ts";

const planFile = "examples/progress-sharing/plan.yaml";
const folder = await mkdtemp(join(tmpdir(), "aiecs-progress-sharing-"));
const users = { "ana-1": "ana", "ana-2": "ana", "ana-slow": "ana", "ben-1": "ben" };

await using feed = await createProgressFeed(users);
await using executor = createExecutor({
  tools: [pandasTool, statsTool, chartTool],
  config: { artifacts_folder: folder },
});

// Progress in two ways: what the executor tells of every step, and each step's result with the whole of its table.
executor.on("*", ({ type, ...event }) => feed.push(event.userId, type, event));
const shareProgress: SaveCallback = async (userId, taskId, index, { step, status, result }) => {
  const rows = isTable(result) ? await result.records() : [];
  feed.push(userId, "progress", { taskId, step, index, rows, result, status });
};

const operations = [
  {
    operation: "pandas_tool.read_csv",
    params: { file_path: "examples/daily-sales/data/sales_1997-06-30.csv" },
  },
  { operation: "pandas_tool.check_data_quality", params: { df: "$result[0]" } },
  { operation: "pandas_tool.clean_data", params: { df: "$result[1]", remove_duplicates: true } },
  { operation: "pandas_tool.group_analysis", params: { df: "$result[2]", group_by: "category" } },
  { operation: "pandas_tool.merge_data", params: { df1: "$result[2]", df2: "$result[3]" } },
  { operation: "pandas_tool.clean_data", params: { df: "$result[4]", drop_na: true } },
  { operation: "stats_tool.calculate_metrics", params: { df: "$result[5]" } },
  { operation: "stats_tool.generate_report", params: { df: "$result[5]" } },
  { operation: "pandas_tool.analyze_sales", params: { df: "$result[2]" } },
  { operation: "chart_tool.create_dashboard", params: { data: "$result[8]" } },
];

/** The answer of a subscriber who does not read it. */
async function subscribeWithoutReading(): Promise<IncomingMessage> {
  const request = get(feed.url, { headers: { authorization: "Bearer ana-slow" } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  return response;
}

const progressOf = (arrivals: readonly Arrival[], taskId: string) =>
  arrivals.filter((arrival) => arrival.event === "progress" && arrival.taskId === taskId);

/** Every step once, in order; all but the last, which ends the run, while the run went on. */
function checkArrivals(arrivals: readonly Arrival[], endedAt: number): void {
  const progress = progressOf(arrivals, "shared-run");
  assert.deepEqual(
    progress.map(({ index, step }) => [index, step]),
    operations.map(({ operation }, index) => [index, operation]),
  );
  for (const [index, { receivedAt }] of progress.slice(0, -1).entries()) {
    assert(receivedAt < endedAt, `step ${index} came ${receivedAt - endedAt} ms after the run had ended`);
  }
  const events = arrivals.filter(({ event, taskId }) => event !== "progress" && taskId === "shared-run");
  assert.deepEqual(
    events.map(({ sequence }) => sequence),
    events.map((_, index) => index + 1),
  );
  assert.equal(events.filter(({ event }) => event === "step.completed").length, operations.length);
  assert.deepEqual([events.at(0)?.event, events.at(-1)?.event], ["task.started", "task.completed"]);
  assert.equal(progress[0]?.rows, 4204);
}

try {
  const stranger = await fetch(feed.url, { headers: { authorization: "Bearer guessed" } });
  assert.equal(stranger.status, 401);
  await using first = await subscribe(feed.url, "ana-1");
  await using second = await subscribe(feed.url, "ana-2");
  await using other = await subscribe(feed.url, "ben-1");
  const slow = await subscribeWithoutReading();

  const startedAt = Date.now();
  const results = await executor.executeOperationsSequence(operations, "ana", "shared-run", {
    saveCallback: shareProgress,
    stopOnFailure: true,
  });
  const endedAt = Date.now();
  const unread = feed.unsentBytes("ana-slow");
  const failed = results.find(({ completed }) => !completed);
  assert.equal(failed, undefined, `${failed?.step}: ${failed?.errorMessage}`);
  console.log(`${results.length} steps in ${endedAt - startedAt} ms`);

  // The same as a plan, whose steps run side by side: each is told once. And ben's own work is told to ben alone.
  const planned = await executor.executePlan(parsePlan(await readFile(planFile)), {
    userId: "ana",
    taskId: "shared-plan",
    saveCallback: shareProgress,
  });
  assert.equal(planned.status, "completed");
  await executor.executeOperationsSequence(operations.slice(0, 1), "ben", "ben-run", { saveCallback: shareProgress });

  // The run is over, and the slow one, for whom more was kept than systems usually buffer, has read nothing. Now it does.
  feed.end();
  const late: Arrival[] = [];
  for await (const { event, data } of readEvents(slow)) {
    const arrival = JSON.parse(data) as Omit<Arrival, "rows"> & { readonly rows?: readonly unknown[] };
    late.push({ ...arrival, event, rows: arrival.rows?.length ?? 0, receivedAt: Date.now() });
  }
  await Promise.all([first.ended, second.ended, other.ended]);

  for (const { arrivals } of [first, second]) checkArrivals(arrivals, endedAt);
  const lead = endedAt - (progressOf(first.arrivals, "shared-run")[0]?.receivedAt ?? endedAt);
  console.log(`two subscribers got each step once, in order; the first ${lead} ms before the run had ended`);

  assert.deepEqual(
    progressOf(late, "shared-run").map(({ index }) => index),
    operations.map((_, index) => index),
  );
  assert(late.every(({ receivedAt }) => receivedAt >= endedAt));
  console.log(`one who did not read held nothing up: ${Math.round(unread / 1024)} KiB waited, and came in order later`);

  for (const { arrivals } of [first, second]) {
    const indices = progressOf(arrivals, "shared-plan").map(({ index }) => index ?? -1);
    assert.deepEqual(
      indices.toSorted((a, b) => a - b),
      operations.map((_, index) => index),
    );
    assert(arrivals.every(({ taskId }) => taskId !== "ben-run"));
  }
  assert(other.arrivals.length > 0 && other.arrivals.every(({ taskId }) => taskId === "ben-run"));
  console.log("as a plan: each step once; another user's subscriber got that user's own work, and nothing else");
} finally {
  await rm(folder, { recursive: true });
}
