/**
 * Use case 3: a machine is watched cycle by cycle; its figures are collected, analysed, told to a webhook and shown on a
 * live page, by lists of operations and by three plan files in turn. An exporter in a process of its own is the machine.
 * First all is well, and nobody is told; then the exporter is gone for a cycle, and the monitor goes on; then real
 * trouble is injected, and each alert arrives once, however many cycles it lasts. The page must show what was served.
 */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createExecutor } from "@aiecs/core";
import scraperTool from "@aiecs/tool-scraper";
import searchTool from "@aiecs/tool-search";
import statsTool from "@aiecs/tool-stats";
import { openPlanRunner } from "../plan-runner.ts";
import { receiveWebhooks } from "../webhook-receiver.ts";
import { readDashboard } from "./dashboard-page.ts";
import { type Cycle, createMonitor } from "./monitor.ts";
import { figuresServed } from "./served-pages.ts";
import { startExporter } from "./start-exporter.ts";

const startedAt = performance.now();
/** A minute in earnest. Each cycle takes a second besides, in which CPU use is measured. */
const secondsBetweenCycles = 0.1;
const secret = "whsec_QSBzZWNyZXQgb2YgdGhpcyBleGFtcGxl";

const folder = await mkdtemp(join(tmpdir(), "aiecs-system-monitor-"));
const volume = join(folder, "volume");
const page = join(folder, "dashboard.html");
await mkdir(volume);

await using receiver = await receiveWebhooks(secret);
let exporter = await startExporter(volume);
const started = [exporter.pid];
const { host, port } = new URL(exporter.url);

const settings = {
  tools: [scraperTool, statsTool, searchTool],
  config: {
    network: { allow: [host, receiver.host] },
    roots: [folder],
    artifacts_folder: join(folder, "runs"),
  },
  toolConfig: {
    scraper_tool: { endpoints: { metrics_api: `${exporter.url}/metrics` } },
    search_api: {
      channels: { ops: { type: "webhook", url: receiver.url, secret } },
      dashboard: { output_path: page },
    },
  },
};
await using executor = createExecutor(settings);
await using planRunner = await openPlanRunner(executor, settings);
const monitor = createMonitor(executor, planRunner);
let cycles = 0;
let pageBefore = "";

/** Kilobytes per second of everyday traffic: now little, now much, so that what is usual has a width. */
const everyday = [2, 32, 8, 24, 16];
let visitedAt = startedAt;

async function visitMachine(): Promise<void> {
  const seconds = (performance.now() - visitedAt) / 1_000;
  visitedAt = performance.now();
  const body = new Uint8Array(Math.round(1_024 * seconds * (everyday[cycles % everyday.length] ?? 0)));
  await fetch(`${exporter.url}/upload`, { method: "POST", body });
}

async function runCycle(): Promise<Cycle> {
  await setTimeout(secondsBetweenCycles * 1_000);
  cycles += 1;
  // Which alerts were told is in the mind of the process that tells them: workers tell all or none.
  const isByPlans = planRunner.isElsewhere || cycles % 2 === 0;
  const cycle = await (isByPlans ? monitor.cycleByPlans() : monitor.cycle());
  const failed = [...cycle.analysis, ...cycle.alerts].find(({ completed }) => !completed);
  assert.equal(failed, undefined, `${failed?.step}: ${failed?.errorMessage}`);
  const html = await readFile(page, "utf8");
  assert.notEqual(html, pageBefore, "the page did not change");
  assert.match(html, new RegExp(`, ${cycles} updates?<`));
  pageBefore = html;
  return cycle;
}

/** A cycle in which the exporter answers: all that the page shows is what the exporter served, reckoned anew. */
async function watch(): Promise<Cycle> {
  await visitMachine();
  const cycle = await runCycle();
  const failed = cycle.metrics.find(({ completed }) => !completed);
  assert.equal(failed, undefined, `${failed?.step}: ${failed?.errorMessage}`);
  const served = (await (await fetch(`${exporter.url}/served`)).json()) as readonly string[];
  const { cpuPercent, memoryPercent, diskPercent, receivedBytes } = figuresServed(served.slice(-5));
  assertShown("cpu", "usage percent", cpuPercent);
  assertShown("memory", "used percent", memoryPercent);
  assertShown("network", "interfaces · eth0 · received bytes", receivedBytes);
  assertShown("disk", "filesystems · /data · used percent", diskPercent);
  return cycle;
}

/** The page rounds to five digits. */
function assertShown(what: string, label: string, served: readonly number[]): void {
  const panel = [...readDashboard(pageBefore)].find(([title]) => title.endsWith(`.collect_${what}_metrics`))?.[1];
  const shown = panel?.figures.get(label);
  assert(shown !== undefined, `the page shows no ${label} of ${what}`);
  const isServed = served.some((value) => Math.abs(shown - value) <= 1e-4 * Math.abs(value) + 1e-9);
  assert(isServed, `the page shows ${shown} as ${label} of ${what}, served were ${served.join(", ")}`);
}

try {
  for (let count = 0; count < 5; count++) await watch();
  assert.equal(receiver.messages.length, 0, JSON.stringify(receiver.messages));
  console.log(`${cycles} cycles without trouble: no alert`);

  // The exporter is gone for one cycle: its panels say so, the analyses go on with what they have.
  await exporter[Symbol.asyncDispose]();
  const { metrics } = await runCycle();
  assert(metrics.every(({ status }) => status === "failed"));
  assert.deepEqual(
    [...readDashboard(pageBefore).values()].map(({ status }) => status),
    ["failed", "failed", "failed", "failed"],
  );
  exporter = await startExporter(volume, Number(port));
  started.push(exporter.pid);
  for (let count = 0; count < 3; count++) await watch();
  assert.equal(receiver.messages.length, 0, JSON.stringify(receiver.messages));
  console.log("the exporter was gone for one cycle: the page said so, the monitor went on, no alert");

  const { status } = await fetch(`${exporter.url}/fault`, { method: "POST" });
  assert.equal(status, 204);
  for (let count = 0; count < 6; count++) await watch();

  // Each trouble was told, each once. The volume was told of while it was not yet full: it never was.
  const alerts = receiver.messages.flatMap((message) => message.alerts);
  for (const { severity, title } of alerts) console.log(`  ${severity}: ${title}`);
  assert.equal(new Set(alerts.map(({ id }) => id)).size, alerts.length, "an alert was told twice");
  const rules = new Set(alerts.map(({ rule }) => rule));
  for (const rule of ["cpu_high", "memory_high", "anomaly_recent", "failure_predicted"]) assert(rules.has(rule), rule);
  const foreseen = alerts.find(({ rule }) => rule === "failure_predicted");
  assert(foreseen?.series === "/data" && foreseen.severity === "warning" && foreseen.value < 90);
  assert.equal(receiver.refused(), 0);
  console.log(`6 cycles with trouble: ${alerts.length} alerts, each once, every signature held`);
} finally {
  await exporter[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
}

// Nothing is left: signal 0 asks whether a process is there.
for (const pid of started) assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
const seconds = (performance.now() - startedAt) / 1_000;
console.log(`${cycles} cycles in ${seconds.toFixed(1)} s`);
