/**
 * Use case 1: the daily sales report, by `aiecs run`. Starts the market's API, runs the plan, and checks the PDF's
 * figures against a computation of its own. Prints the path of the PDF.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasServices, startSite } from "../site.ts";
import { checkReport } from "./check-report.ts";
import { startMarket } from "./start-market.ts";
import { writeConfig } from "./write-config.ts";

/** Runs the plan by the command, on workers where there are services that they share; gives the report's path. */
async function runPlan(configFile: string): Promise<string> {
  const aiecs = ["--conditions=aiecs-source", "packages/cli/bin/aiecs.mjs"];
  const plan = ["run", "examples/daily-sales/plan.yaml", "--config", configFile, "--user", "analyst_001"];
  await using site = hasServices() ? await startSite(["--config", configFile]) : undefined;
  const where = site ? ["--queue", "fast_tasks"] : [];
  const child = spawn(process.execPath, [...aiecs, ...plan, ...where, "--json", "--output"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [printed, [code]] = await Promise.all([child.stdout.setEncoding("utf8").toArray(), once(child, "close")]);
  assert.equal(code, 0, "aiecs run failed");
  const output = JSON.parse(printed.join("")) as { readonly report: string };
  return output.report;
}

const folder = await mkdtemp(join(tmpdir(), "aiecs-daily-sales-"));
try {
  await using market = await startMarket();
  const report = await runPlan(await writeConfig(folder, market.url));
  console.error(await checkReport(report));
  console.log(report);
} finally {
  await rm(folder, { recursive: true });
}
