import type { Operation, Table, Tool } from "@aiecs/core";
import { defineOperation, defineTool, type ToolContext, tableSchema } from "@aiecs/core/toolkit";
import { z } from "zod";
import { type ScraperConfig, scraperConfigSchema } from "./scraper-config.ts";

type CollectInput = { readonly api_endpoint: string; readonly max_pages?: number | undefined };

export type ScraperOperations = { readonly collect_external_data: Operation<CollectInput, Table> };

const collectExternalData = defineOperation({
  description: "Fetches records from a JSON or CSV API, page by page, as one table.",
  inputSchema: z.object({
    api_endpoint: z.string().min(1).describe("An absolute URL, or the name of one of the config's endpoints."),
    max_pages: z.int().min(1).max(10_000).default(100).describe("Further pages are an error, never silently left out."),
  }),
  outputSchema: tableSchema(),
  annotations: { readOnly: true, idempotent: true },
  retry: { maxAttempts: 3 },
  timeoutMs: 60_000,
  examples: [
    {
      title: "A page of records from a configured endpoint (needs the endpoint)",
      params: { api_endpoint: "https://api.example.com/prices" },
    },
  ],
  execute: async (params, context: ToolContext<ScraperConfig>) => {
    const operation = await import("./operations/collect-external-data.ts");
    return operation.collectExternalData(params, context);
  },
});

/** Data from the network, guarded against private addresses. */
const scraperTool: Tool<"scraper_tool", ScraperOperations> = defineTool({
  name: "scraper_tool",
  description: "Collects data from the network.",
  version: "1.0.0",
  configSchema: scraperConfigSchema,
  create: (config) => config,
  operations: { collect_external_data: collectExternalData },
});

export default scraperTool;
