import type { RequestListener } from "node:http";
import { createExecutor } from "@aiecs/core";
import { answer, createTestContext, serve } from "@aiecs/core/testing";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { scraperConfigSchema } from "#schemas/scraper-config.ts";
import scraperTool from "../index.ts";
import { collectExternalData } from "./collect-external-data.ts";

const json =
  (body: unknown, headers: object = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

function createScraper(allow: readonly string[], settings: object = {}, maxBytes = 1_000_000) {
  const config = { network: { allow }, limits: { max_file_bytes: maxBytes } };
  return createExecutor({ tools: [scraperTool], toolConfig: { scraper_tool: settings }, config });
}

describe("collecting external data", () => {
  it("gives the records of a JSON answer as a table", async () => {
    await using server = await serve(
      json([
        { month: "1997-01", rate: 5.3 },
        { month: "1997-02", rate: 5.2 },
      ]),
    );
    await using executor = createScraper([server.host]);
    const table = await executor.executeOperation("scraper_tool.collect_external_data", { api_endpoint: server.url });
    expect(table).toMatchObject({
      rows: 2,
      columns: 2,
      data: [
        { month: "1997-01", rate: 5.3 },
        { month: "1997-02", rate: 5.2 },
      ],
    });
  });

  it("follows pages by Link header and by the answer's own next", async () => {
    await using server = await serve((request, response) => {
      const page = Number(new URL(request.url ?? "", "http://x").searchParams.get("page") ?? 1);
      response.setHeader("content-type", "application/json");
      if (page === 1) response.setHeader("link", '<?page=2>; rel="next"');
      response.end(JSON.stringify({ results: [{ page }], next: page === 2 ? "?page=3" : null }));
    });
    await using executor = createScraper([server.host], { endpoints: { market_api: server.url } });
    const table = await executor.executeOperation("scraper_tool.collect_external_data", { api_endpoint: "market_api" });
    expect(table.data).toEqual([{ page: 1 }, { page: 2 }, { page: 3 }]);
    const bounded = executor.executeOperation("scraper_tool.collect_external_data", {
      api_endpoint: "market_api",
      max_pages: 2,
    });
    await expect(bounded).rejects.toThrow("market_api has more than 2 pages");
  });

  it("[SEC-1] refuses private addresses, and redirects into them", async () => {
    await using target = await serve(json([{ secret: 1 }]));
    await using server = await serve((_request, response) => response.writeHead(302, { location: target.url }).end());
    await using executor = createScraper([server.host]);
    for (const api_endpoint of [target.url, server.url]) {
      const attempt = executor.executeOperation("scraper_tool.collect_external_data", { api_endpoint });
      await expect(attempt).rejects.toMatchObject({
        code: "E001",
        message: expect.stringContaining("127.0.0.1 is not a public address"),
      });
    }
  });

  it("tells what the server said, and tries again what may work next time", async () => {
    let calls = 0;
    await using server = await serve((_request, response) => {
      calls += 1;
      if (calls < 3) response.writeHead(503, { "retry-after": "0" }).end();
      else response.writeHead(404).end();
    });
    await using executor = createScraper([server.host]);
    const attempt = executor.executeOperation("scraper_tool.collect_external_data", {
      api_endpoint: `${server.url}/x`,
    });
    await expect(attempt).rejects.toThrow(/answered 404 Not Found/);
    expect(calls).toBe(3);
  });

  it("refuses answers that are no records, or too large", async () => {
    await using server = await serve((request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(
        { "/scalar": "7", "/broken": "{", "/mixed": "[1]", "/object": '{"a":1}' }[request.url ?? ""] ??
          JSON.stringify(Array.from({ length: 1000 }, () => ({ a: 1 }))),
      );
    });
    await using executor = createScraper([server.host], {}, 100);
    const collect = (path: string) =>
      executor.executeOperation("scraper_tool.collect_external_data", { api_endpoint: `${server.url}${path}` });
    await expect(collect("/scalar")).rejects.toThrow(/expected a JSON list of objects.*received number/);
    await expect(collect("/broken")).rejects.toThrow(/sends no valid JSON/);
    await expect(collect("/mixed")).rejects.toThrow(/item 0 is number/);
    await expect(collect("/object")).rejects.toThrow(/received an object with a/);
    await expect(collect("/large")).rejects.toThrow(/more than 100 bytes/);
    await expect(
      executor.executeOperation("scraper_tool.collect_external_data", { api_endpoint: "nowhere" }),
    ).rejects.toThrow(/Unknown endpoint 'nowhere'.*there are none/);
  });

  it("bounds all pages together", async () => {
    const rows = Array.from({ length: 10 }, () => ({ a: 1 }));
    await using server = await serve(json({ data: rows, next: "?again" }));
    await using executor = createScraper([server.host], {}, 1000);
    const work = executor.executeOperation("scraper_tool.collect_external_data", { api_endpoint: server.url });
    await expect(work).rejects.toThrow(/sends more than \d+ bytes, the most that is read/);
  });

  it.each([
    ["text/html", "<html>", "expected JSON or CSV, received text/html"],
    ["application/pdf", "[]", "expected JSON or CSV, received application/pdf"],
    ["application/json", Uint8Array.of(0x22, 0xff, 0x22), "expected text in UTF-8"],
    ["text/plain", '{"data":[{"a":1}],"next":"http://["}', 'leads to "http://[", which is no address'],
  ])("refuses an answer that is no data: %s", async (type, body, problem) => {
    await using server = await serve(answer(body, { "content-type": type }));
    await using executor = createScraper([server.host]);
    const work = executor.executeOperation("scraper_tool.collect_external_data", { api_endpoint: server.url });
    await expect(work).rejects.toMatchObject({ code: "E001", message: expect.stringContaining(problem) });
  });

  it.each([
    ["text/csv; charset=utf-8", "/x"],
    ["text/plain", "/x.csv"],
  ])("hands CSV (%s) to the operation that knows it", async (type, path) => {
    await using server = await serve(answer("a,b\n1,2\n", { "content-type": type }));
    const instance = scraperConfigSchema.parse({});
    const calls: [string, object][] = [];
    const call = (spec: string, params: object) => {
      calls.push([spec, params]);
      return createTable([{ a: 1, b: 2 }]);
    };
    await using context = createTestContext({ instance, call, network: { allow: [server.host] } });
    const found = await collectExternalData({ api_endpoint: `${server.url}${path}`, max_pages: 1 }, context);
    expect(found.data).toEqual([{ a: 1, b: 2 }]);
    expect(calls).toEqual([["pandas_tool.read_csv", { file_path: expect.stringMatching(/external-data.*\.csv$/) }]]);
  });

  it("stops when the call is cancelled", async () => {
    await using server = await serve(() => undefined);
    await using executor = createScraper([server.host]);
    const work = executor.executeOperation(
      "scraper_tool.collect_external_data",
      { api_endpoint: server.url },
      { deadlineMs: 50 },
    );
    await expect(work).rejects.toMatchObject({ code: "E002" });
  });
});
