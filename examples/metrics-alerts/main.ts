/**
 * Scenario 3: metrics of a real service are collected, analysed, and what stands out is told to a webhook. The service is
 * a process of its own that measures itself; a burst of visitors is the fault. Without it nothing may be sent; with it
 * the alert must name just the samples in which it struck, as reckoned without the tools.
 */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { createExecutor, isTable, parsePlan, type TaskStepResult } from "@aiecs/core";
import scraperTool from "@aiecs/tool-scraper";
import searchTool from "@aiecs/tool-search";
import statsTool from "@aiecs/tool-stats";
import { openPlanRunner } from "../plan-runner.ts";
import { type ReceivedMessage, receiveWebhooks } from "../webhook-receiver.ts";
import { expectedAnomalies, type Sample } from "./expected-anomalies.ts";
import { burst } from "./load.ts";
import { startService } from "./start-service.ts";

const planFile = "examples/metrics-alerts/plan.yaml";
const secret = "whsec_QSBzZWNyZXQgb2YgdGhpcyBleGFtcGxl";

await using service = await startService();
await using receiver = await receiveWebhooks(secret);
const folder = await mkdtemp(join(tmpdir(), "aiecs-metrics-alerts-"));

const config = { network: { allow: [new URL(service.url).host, receiver.host] }, artifacts_folder: folder };
const toolConfig = {
  scraper_tool: { endpoints: { api: `${service.url}/api` } },
  search_api: { channels: { ops: { type: "webhook", url: receiver.url, secret } } },
};
const settings = { tools: [scraperTool, statsTool, searchTool], config, toolConfig };
await using executor = createExecutor(settings);
await using planRunner = await openPlanRunner(executor, settings);

const operations = [
  { operation: "scraper_tool.collect_metrics", params: { endpoint: "api/metrics" } },
  { operation: "stats_tool.calculate_trends", params: { data: "$result[0]" } },
  { operation: "stats_tool.detect_anomalies", params: { data: "$result[1]" } },
  { operation: "search_api.send_alert", params: { anomalies: "$result[2]" } },
];

async function readHistory(): Promise<readonly Sample[]> {
  return (await (await fetch(`${service.url}/api/metrics?last=10000`)).json()) as readonly Sample[];
}

/** Settles when the service has measured so many times more. */
async function samplesLater(count: number): Promise<void> {
  const wanted = (await readHistory()).length + 2 * count;
  while ((await readHistory()).length < wanted) await setTimeout(20);
}

/** By the plan file, in a process of its own. */
async function runCommand(endpoint: string): Promise<readonly TaskStepResult[]> {
  const configFile = join(folder, "config.json");
  await writeFile(configFile, JSON.stringify({ ...config, tool_config: toolConfig }));
  const commandLine = ["run", planFile, "--config", configFile, "--input", `endpoint=${endpoint}`, "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=aiecs-source",
    "packages/cli/bin/aiecs.mjs",
    ...commandLine,
  ]);
  return JSON.parse(stdout) as readonly TaskStepResult[];
}

function describe(results: readonly TaskStepResult[]): string {
  return results.map(({ step, status, errorMessage }) => `${step}: ${status} ${errorMessage ?? ""}`).join("\n");
}

const keyOf = (name: string | null, time: string | number) => `${name} at ${new Date(time).toISOString()}`;
const namesOf = (message: ReceivedMessage) => message.alerts.map(({ series, time }) => keyOf(series, time)).toSorted();

try {
  await samplesLater(30);

  // Without a fault: the references order the steps, nothing stands out, nothing is sent.
  const quiet = await executor.executeParallelOperations(operations);
  const planned = await planRunner.executePlan(parsePlan(await readFile(planFile)));
  for (const results of [quiet, planned.results]) {
    assert(
      results.every(({ completed }) => completed),
      describe(results),
    );
    const receipt = results[3]?.result as { readonly status: string };
    assert.equal(receipt.status, "nothing_to_send", JSON.stringify(receiver.messages));
  }
  assert.equal(receiver.messages.length, 0);
  const trend = quiet[1]?.result as { readonly series: string; readonly trend: string };
  assert.deepEqual([trend.series, trend.trend], ["process_uptime_seconds", "increasing"]); // grows, and is no anomaly
  console.log("everyday load: nothing stands out, nothing is sent");

  // With it: what is told are the samples that stand out by a computation of our own, in the time of the burst.
  const fault = await burst(service.url, () => samplesLater(5));
  await samplesLater(1);
  const faulty = await executor.executeParallelOperations(operations);
  assert(
    faulty.every(({ completed }) => completed),
    describe(faulty),
  );
  const table = faulty[0]?.result;
  assert(isTable(table));
  const times = (await table.records()).map(({ timestamp }) => Date.parse(String(timestamp)));
  const history = await readHistory();
  const shown = history.filter(({ timestamp }) => timestamp >= Math.min(...times) && timestamp <= Math.max(...times));
  assert.equal(shown.length, table.rows);
  assert.equal(receiver.messages.length, 1);
  const message = receiver.messages.at(-1);
  assert(message);
  const expected = expectedAnomalies(shown);
  assert.deepEqual(namesOf(message), expected.map(({ name, timestamp }) => keyOf(name, timestamp)).toSorted());

  const told = message.alerts.map(({ time }) => Date.parse(time));
  const full = shown.map(({ timestamp }) => timestamp).filter((time) => time >= fault.fullAt && time <= fault.leftAt);
  assert(full.length > 0 && full.every((time) => told.includes(time)), `${told.join()} told of ${full.join()}`);
  // Some were measured while the visitors came or were leaving.
  assert(told.every((time) => time >= fault.beganAt && time <= fault.leftAt + 1_000));
  console.log(`burst of ${fault.leftAt - fault.beganAt} ms: one message with ${message.alerts.length} alerts`);
  console.log(`  ${message.alerts[0]?.title}`);

  // The same samples from the command line.
  const commanded = await runCommand(`api/metrics?until=${Math.max(...times)}`);
  assert(commanded.every(({ completed }) => completed));
  assert.equal(receiver.messages.length, 2);
  const second = receiver.messages.at(-1);
  assert(second);
  assert.deepEqual(namesOf(second), namesOf(message));
  assert.equal(receiver.refused(), 0);
  const forged = await fetch(receiver.url, { method: "POST", body: JSON.stringify({ data: message }) });
  assert.deepEqual([forged.status, receiver.messages.length], [401, 2]);
  console.log(`aiecs run: a message with ${second.alerts.length} alerts; all signatures held, a forged one did not`);
} finally {
  await rm(folder, { recursive: true });
}
