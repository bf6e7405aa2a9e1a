/**
 * Use case 1: the daily sales report, by `aiecs run`. Starts the market's API, runs the plan, and checks the PDF's
 * figures against a computation of its own. Prints the path of the PDF.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { extractText } from "unpdf";

const salesFile = "examples/daily-sales/data/sales_1997-06-30.csv";

function startNode(args: readonly string[], onError: "inherit" | "ignore"): ChildProcess {
  return spawn(process.execPath, ["--conditions=source", ...args], { stdio: ["ignore", "pipe", onError] });
}

async function firstLine(child: ChildProcess): Promise<string> {
  assert(child.stdout);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return line;
}

/** Runs the plan with the market's address in a config of its own; gives the report's path. */
async function runPlan(marketUrl: string, folder: string): Promise<string> {
  const config = {
    tools: ["pandas", "stats", "chart", "report", "scraper"].map((name) => `@aiecs/tool-${name}`),
    network: { allow: [new URL(marketUrl).host] },
    tool_config: { scraper_tool: { endpoints: { market_api: marketUrl } } },
  };
  const configFile = join(folder, "aiecs.config.json");
  await writeFile(configFile, JSON.stringify(config));
  const commandLine = [
    "run",
    "examples/daily-sales/plan.yaml",
    "--config",
    configFile,
    "--user",
    "analyst_001",
    "--json",
    "--output",
  ];
  const child = startNode(["packages/cli/bin/aiecs.mjs", ...commandLine], "inherit");
  assert(child.stdout);
  const [printed, [code]] = await Promise.all([child.stdout.setEncoding("utf8").toArray(), once(child, "close")]);
  assert.equal(code, 0, "aiecs run failed");
  const output = JSON.parse(printed.join("")) as { readonly report: string };
  return output.report;
}

/** Orders and total of the sales file, computed without any tool. */
async function computeTotals(): Promise<{ readonly orders: number; readonly cents: number }> {
  const lines = (await readFile(salesFile, "utf8")).trim().split("\n").slice(1);
  const cents = lines.reduce((sum, line) => sum + Math.round(Number(line.split(",").at(-1)) * 100), 0);
  return { orders: lines.length, cents };
}

async function checkReport(path: string): Promise<void> {
  const { totalPages, text } = await extractText(new Uint8Array(await readFile(path)), { mergePages: true });
  const { orders, cents } = await computeTotals();
  const total = (cents / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  for (const figure of [total, orders.toLocaleString("en-US"), "30 June 1997"]) {
    assert(text.includes(figure), `the report does not say ${figure}:\n${text}`);
  }
  console.error(
    `The report has ${totalPages} pages; its totals (${orders} orders, ${total} dollars) equal an independent computation.`,
  );
}

const folder = await mkdtemp(join(tmpdir(), "aiecs-daily-sales-"));
const market = startNode(["examples/daily-sales/market-server.ts"], "ignore");
try {
  const report = await runPlan(await firstLine(market), folder);
  await checkReport(report);
  console.log(report);
} finally {
  market.kill();
  await rm(folder, { recursive: true });
}
