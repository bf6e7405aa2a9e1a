import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Plan, parsePlan } from "@aiecs/core";
import { extractText } from "unpdf";
import { checkReport } from "../../examples/daily-sales/check-report.ts";
import { startMarket } from "../../examples/daily-sales/start-market.ts";
import { startExporter } from "../../examples/system-monitor/start-exporter.ts";

export type Case = {
  readonly id: string;
  readonly title: string;
  readonly planFile: string;
  /** What a model would look for. */
  readonly query: string;
  readonly tools: readonly string[];
  /** Starts what the plan talks to. */
  start(folder: string): Promise<Surroundings>;
  /** Looks at what came out, the same whichever way the plan was run. */
  check(outcome: unknown): Promise<void>;
};

export type Surroundings = AsyncDisposable & {
  readonly toolConfig: Readonly<Record<string, object>>;
  readonly hosts: readonly string[];
};

/** The use cases of the seeds. */
export const cases: readonly Case[] = [
  {
    id: "CASE-1",
    title: "daily sales, 4,204 orders",
    planFile: "examples/daily-sales/plan.yaml",
    query: "read csv, clean, merge, metrics, group, chart, report",
    tools: ["pandas", "stats", "chart", "report", "scraper"],
    async start() {
      const market = await startMarket();
      return {
        toolConfig: { scraper_tool: { endpoints: { market_api: market.url } } },
        hosts: [new URL(market.url).host],
        [Symbol.asyncDispose]: () => market[Symbol.asyncDispose](),
      };
    },
    async check(outcome) {
      const { path, report = path } = Object(outcome);
      await checkReport(report);
    },
  },
  {
    id: "CASE-2",
    title: "one contract of 2 pages",
    planFile: "examples/contract-review/plan.yaml",
    query: "read document, ocr, entities, contract terms, precedents, risk, contract type, legal report",
    tools: ["office", "image", "classfire", "research", "report"],
    start: async () => ({
      toolConfig: { research_tool: { corpus: "examples/contract-review/data/precedents" } },
      hosts: [],
      [Symbol.asyncDispose]: async () => {},
    }),
    async check(outcome) {
      const { text } = await extractText(new Uint8Array(await readFile(Object(outcome).path)), { mergePages: true });
      for (const words of ["Halvorsen Grid Services", "Orchard Valley Medical Group", "Minnesota"]) {
        assert(text.includes(words), `the report does not say ${words}`);
      }
    },
  },
  {
    id: "CASE-3",
    title: "one cycle of a monitor",
    planFile: "benchmarks/tokens/system-monitor.yaml",
    query: "collect metrics, trends, anomalies, failures, alert, notifications, dashboard",
    tools: ["scraper", "stats", "search"],
    async start(folder) {
      const exporter = await startExporter(folder);
      return {
        toolConfig: {
          scraper_tool: { endpoints: { metrics_api: `${exporter.url}/metrics` } },
          search_api: { dashboard: { output_path: join(folder, "dashboard.html") } },
        },
        hosts: [new URL(exporter.url).host],
        [Symbol.asyncDispose]: () => exporter[Symbol.asyncDispose](),
      };
    },
    async check(outcome) {
      const page = await readFile(Object(outcome).artifact.path, "utf8");
      assert.match(page, /usage percent[\s\S]*filesystems · \/data/);
    },
  },
];

export async function readPlan({ planFile }: Case): Promise<Plan> {
  return parsePlan(await readFile(planFile));
}
