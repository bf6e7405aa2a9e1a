import { execFileSync } from "node:child_process";
import { createExecutor, type OperationExample } from "@aiecs/core";
import { serve } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { prometheusText } from "#testing-fixtures/answers.ts";
import { nodeExporterPage, plantedFacts } from "#testing-fixtures/node-exporter-page.ts";
import scraperTool from "./index.ts";

const operations = Object.entries(scraperTool.operations);
const examples = operations.flatMap(([name, { examples = [] }]) =>
  examples.map((example: OperationExample) => [name, example.title, example.params] as const),
);

/** A network of one server: an API with two pages, and an exporter that is read again and again. */
async function serveNetwork() {
  let readings = 0;
  return serve((request, response) => {
    const url = new URL(request.url ?? "/", "http://server");
    if (url.pathname === "/prices") {
      const page = url.searchParams.get("page") ?? "1";
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ results: [{ page }], next: page === "1" ? "?page=2" : null }));
      return;
    }
    readings += 1;
    response.setHeader("content-type", prometheusText).end(nodeExporterPage(readings % 2 === 1 ? 1 : 2));
  });
}

function openExecutor(server: { readonly url: string; readonly host: string }) {
  const endpoints = {
    prices: `${server.url}/prices`,
    node_exporter: `${server.url}/metrics`,
    metrics_api: `${server.url}/metrics`,
    api: server.url,
  };
  const toolConfig = { scraper_tool: { endpoints } };
  const config = { network: { allow: [server.host] } };
  return createExecutor({ tools: [scraperTool], toolConfig, config, environment: {} });
}

describe("scraper_tool on an executor", () => {
  it("[TOOL-1] has the six operations that the scenarios call, each fully declared", () => {
    expect(operations.map(([name]) => name)).toEqual([
      "collect_external_data",
      "collect_metrics",
      "collect_cpu_metrics",
      "collect_memory_metrics",
      "collect_network_metrics",
      "collect_disk_metrics",
    ]);
    for (const [, operation] of operations) {
      expect(operation.annotations).toEqual({ readOnly: true, idempotent: true, destructive: false });
      expect(operation.outputSchema).toBeDefined();
      expect(operation.examples?.length).toBeGreaterThan(0);
    }
  });

  it.each(examples)("[TOOL-1] runs the example of %s: %s", async (name, _title, params) => {
    await using server = await serveNetwork();
    await using executor = openExecutor(server);
    const result = await executor.executeOperation(`scraper_tool.${name}`, params);
    const text = JSON.stringify(result);
    expect(JSON.parse(text)).toBeTypeOf("object");
    expect(text).not.toMatch(/:(NaN|-?Infinity)/);
  });

  it("watches a machine by four collectors at once, as in use case 3", async () => {
    await using server = await serveNetwork();
    await using executor = openExecutor(server);
    const steps = await executor.executeParallelOperations(
      ["memory", "network", "disk"].map((what) => ({
        operation: `scraper_tool.collect_${what}_metrics`,
        params: { endpoint: "metrics_api" },
      })),
    );
    expect(steps.map(({ result }) => result)).toEqual([
      { ...plantedFacts.memory, time: expect.any(String) },
      { interfaces: plantedFacts.interfaces, time: expect.any(String) },
      { filesystems: plantedFacts.filesystems, time: expect.any(String) },
    ]);
  });

  it("reads anew each time: what is measured changes by itself", async () => {
    await using server = await serveNetwork();
    await using executor = openExecutor(server);
    const read = async () => {
      const table = await executor.executeOperation("scraper_tool.collect_metrics", { endpoint: "api/metrics" });
      return table.records();
    };
    expect(await read()).not.toEqual(await read());
  });

  it("needs no settings for this machine, and refuses what settings do not allow", async () => {
    await using server = await serveNetwork();
    await using executor = createExecutor({ tools: [scraperTool], environment: {} });
    expect(await executor.executeOperation("scraper_tool.collect_memory_metrics", { endpoint: "local" })).toMatchObject(
      { total_bytes: expect.any(Number) },
    );
    for (const [name] of operations) {
      const params = name === "collect_external_data" ? { api_endpoint: server.url } : { endpoint: server.url };
      await expect(executor.executeOperation(`scraper_tool.${name}`, params)).rejects.toMatchObject({
        code: "E001",
        message: expect.stringContaining("127.0.0.1 is not a public address"),
      });
    }
  });

  it("takes 'local' for the name of no endpoint", async () => {
    const toolConfig = { scraper_tool: { endpoints: { local: "http://example.com" } } };
    await using executor = createExecutor({ tools: [scraperTool], toolConfig, environment: {} });
    const work = executor.executeOperation("scraper_tool.collect_memory_metrics", { endpoint: "local" });
    await expect(work).rejects.toThrow(/endpoints.*'local' means this machine/);
  });

  it("[TOOL-8] ends in time when a server hangs", async () => {
    await using server = await serve(() => undefined);
    await using executor = openExecutor(server);
    const work = executor.executeOperation(
      "scraper_tool.collect_metrics",
      { endpoint: server.url },
      { deadlineMs: 50 },
    );
    await expect(work).rejects.toMatchObject({ code: "E002" });
  });

  it("[TOOL-2] loads neither its libraries nor its operations until something runs", () => {
    const script = `
      import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const heavy = loaded.filter((url) => /node_modules\\/(undici|ipaddr)|src\\/(operations|network|metrics)\\//.test(url));
      process.stdout.write(JSON.stringify(heavy));
    `;
    const flags = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    expect(JSON.parse(execFileSync(process.execPath, flags, { encoding: "utf8" }))).toEqual([]);
  });
});
