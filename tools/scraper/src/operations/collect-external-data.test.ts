import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createExecutor } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import scraperTool from "../index.ts";

/** A real server on a free port of the loopback address. */
async function serve(
  listener: RequestListener,
): Promise<{ readonly url: string; readonly host: string } & AsyncDisposable> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://${host}`, host, [Symbol.asyncDispose]: close };
}

const json =
  (body: unknown, headers: object = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

function createScraper(allow: readonly string[], settings: object = {}) {
  return createExecutor({ tools: [scraperTool], toolConfig: { scraper_tool: { network: { allow }, ...settings } } });
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
    await using executor = createScraper([server.host], { max_bytes: 100 });
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
