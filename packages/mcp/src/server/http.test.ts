import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { describe, expect, it, vi } from "vitest";
import { startHttpServer } from "#testing-fixtures/http-server.ts";
import { shopExecutor, temporaryFolder } from "#testing-fixtures/temporary.ts";

async function connectOld(url: string, user?: string): Promise<{ client: OldClient; transport: OldTransport }> {
  const client = new OldClient({ name: "old", version: "1.0.0" });
  const headers = user === undefined ? {} : { "x-user": user };
  const transport = new OldTransport(new URL(url), { requestInit: { headers } });
  await client.connect(transport);
  return { client, transport };
}

async function connectNew(url: string, user?: string): Promise<Client> {
  const client = new Client({ name: "new", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  const headers = user === undefined ? {} : { "x-user": user };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  return client;
}

const whose = { name: "run_operation", arguments: { operation: "shop_tool.whose" } };

const post = (url: string, headers: Record<string, string>, body: string) =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...headers },
    body,
  });

describe("[MCP-1] MCP over HTTP", () => {
  it("serves clients of the library's first and second line", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor });
    const old = await connectOld(server.url);
    expect(old.transport.sessionId).toEqual(expect.any(String));
    const current = await connectNew(server.url);
    for (const client of [old.client, current]) {
      expect((await client.listTools()).tools).toHaveLength(5);
      const plan = [
        { operation: "shop_tool.list_orders" },
        { operation: "shop_tool.sum_totals", params: { orders: "$result[0]" } },
      ];
      const run = await client.callTool({ name: "run_plan", arguments: { plan } });
      expect(run.structuredContent).toMatchObject({ status: "completed", output: { sum: 60, count: 3 } });
      await client.close();
    }
  });

  it("keeps results readable from one request to the next, without a session", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor });
    const client = await connectNew(server.url, "ann");
    const run = await client.callTool({
      name: "run_plan",
      arguments: { plan: [{ operation: "shop_tool.list_orders" }] },
    });
    const { task_id: task } = Object(run.structuredContent);
    const page = await client.callTool({ name: "read_result", arguments: { task, step: 0 } });
    expect(page.structuredContent).toMatchObject({ kind: "items", total: 3 });
    expect(server.handler.sessions).toBe(0);
    await client.close();
  });

  it("sends progress, and cancels what the client gives up", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor });
    for (const client of [(await connectOld(server.url)).client, await connectNew(server.url)]) {
      const cancelled = Promise.withResolvers<unknown>();
      const stopListening = executor.on("step.cancelled", cancelled.resolve);
      const stop = new AbortController();
      const call = client.callTool(
        { name: "run_operation", arguments: { operation: "shop_tool.wait" } },
        ...(client instanceof OldClient ? [undefined] : []),
        { signal: stop.signal, onprogress: ({ progress }: { progress: number }) => progress > 0 && stop.abort() },
      );
      await expect(call).rejects.toThrow();
      await cancelled.promise;
      stopListening();
      await client.close();
    }
  });

  it("ends a session when its client says so, and when nothing happens in it", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using lasting = await startHttpServer({ executor });
    const { client, transport } = await connectOld(lasting.url);
    expect(lasting.handler.sessions).toBe(1);
    await transport.terminateSession();
    expect(lasting.handler.sessions).toBe(0);
    await client.close();
    await using server = await startHttpServer({ executor, idleMs: 50 });
    const initialize = JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "x", version: "1" } },
    });
    const opened = await post(server.url, {}, initialize);
    await opened.text();
    const headers = { "mcp-session-id": opened.headers.get("mcp-session-id") ?? "" };
    expect(headers["mcp-session-id"]).not.toBe("");
    await vi.waitFor(() => expect(server.handler.sessions).toBe(0));
    const late = await post(server.url, headers, '{"jsonrpc":"2.0","id":2,"method":"ping"}');
    expect(late.status).toBe(404);
  });

  it("closes the longest idle session of whom has most when there are too many", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor, maxSessions: 3 });
    const ann = await connectOld(server.url, "ann");
    const crowd = [];
    for (let count = 0; count < 5; count++) crowd.push(await connectOld(server.url, "eve"));
    expect(server.handler.sessions).toBe(3);
    expect((await ann.client.listTools()).tools).toHaveLength(5);
    for (const { client } of [ann, ...crowd]) await client.close();
  });
});

describe("[AUTH-2] MCP sessions", () => {
  it("belong to the user who opened them: to another they do not exist", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor });
    const { client, transport } = await connectOld(server.url, "ann");
    const headers = { "mcp-session-id": transport.sessionId ?? "", "mcp-protocol-version": "2025-06-18" };
    const stolen = JSON.stringify({ jsonrpc: "2.0", id: 9, method: "tools/call", params: whose });
    expect((await post(server.url, { ...headers, "x-user": "eve" }, stolen)).status).toBe(404);
    expect((await post(server.url, headers, stolen)).status).toBe(404);
    const ended = await fetch(server.url, { method: "DELETE", headers: { ...headers, "x-user": "eve" } });
    expect(ended.status).toBe(404);
    expect((await client.callTool(whose)).structuredContent).toEqual({ result: { user: "ann" } });
    await client.close();
  });

  it("give nobody another user's results or files, in either protocol", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor });
    const ann = await connectNew(server.url, "ann");
    const plan = [{ operation: "shop_tool.write_report" }];
    const run = await ann.callTool({ name: "run_plan", arguments: { plan } });
    const { task_id: task, output } = Object(run.structuredContent);
    expect(output.path).toBeUndefined();
    const uri = `aiecs://artifact/${output.id}`;
    expect((await ann.readResource({ uri })).contents).toHaveLength(1);
    for (const eve of [
      await connectNew(server.url, "eve"),
      (await connectOld(server.url, "eve")).client,
      await connectNew(server.url),
    ]) {
      const read = await eve.callTool({ name: "read_result", arguments: { task, step: 0 } });
      expect(read).toMatchObject({ isError: true });
      const lines = await eve.callTool({ name: "read_result", arguments: { artifact: output.id } });
      expect(lines).toMatchObject({ isError: true });
      await expect(eve.readResource({ uri })).rejects.toThrow();
      expect((await eve.listResources()).resources).toEqual([]);
      await eve.close();
    }
    await ann.close();
  });

  it("never take the user from parameters", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor });
    const eve = await connectNew(server.url, "eve");
    const params = { user_id: "ann" };
    const run = await eve.callTool({ name: "run_operation", arguments: { operation: "shop_tool.whose", params } });
    expect(run.structuredContent).toEqual({ result: { user: "eve" } });
    await eve.close();
  });
});

describe("[SEC-1] hostile requests over HTTP", () => {
  it("are refused from elsewhere: another host name, or a page of another origin", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor });
    const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
    expect((await post(server.url, { origin: "https://evil.example" }, ping)).status).toBe(403);
    const request = new Request("http://evil.example/mcp", {
      method: "POST",
      headers: { "content-type": "application/json", host: "evil.example" },
      body: ping,
    });
    expect((await server.handler.fetch(request, { userId: undefined })).status).toBe(403);
  });

  it("get an error, whatever they hold, and leave nothing behind", async () => {
    await using folder = await temporaryFolder();
    await using executor = shopExecutor(folder);
    await using server = await startHttpServer({ executor, maxBodyBytes: 100_000 });
    const deep = `${"[".repeat(40_000)}${"]".repeat(40_000)}`;
    const bodies = [
      "",
      "{",
      "[]",
      "null",
      "42",
      '{"jsonrpc":"2.0"}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"run_operation"}}',
      `{"jsonrpc":"2.0","id":1,"method":"initialize","params":${deep}}`,
      `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"${"a".repeat(200_000)}"}}`,
      '{"jsonrpc":"2.0","id":{"__proto__":1},"method":"__proto__"}',
    ];
    for (const body of bodies) {
      const answer = await post(server.url, {}, body);
      expect(answer.status, body.slice(0, 60)).toBeGreaterThanOrEqual(400);
      expect(answer.status, body.slice(0, 60)).toBeLessThan(500);
      await answer.text();
    }
    expect((await fetch(server.url, { method: "PUT" })).status).toBeGreaterThanOrEqual(400);
    expect((await post(server.url, { "content-type": "text/plain" }, "x")).status).toBe(415);
    expect(server.handler.sessions).toBe(0);
    const client = await connectNew(server.url);
    const nested = JSON.parse(`${"[".repeat(500)}${"]".repeat(500)}`);
    for (const args of [
      { operation: "__proto__.constructor" },
      { operation: "shop_tool.constructor" },
      { operation: "shop_tool.list_orders", params: { count: 1e9 } },
      { operation: "shop_tool.list_orders", params: { count: nested } },
    ]) {
      expect(await client.callTool({ name: "run_operation", arguments: args })).toMatchObject({ isError: true });
    }
    for (const plan of [{}, { steps: [nested] }, "{", { steps: [{ operation: 1 }], __proto__: null }]) {
      expect(await client.callTool({ name: "run_plan", arguments: { plan } })).toMatchObject({ isError: true });
    }
    await client.close();
  });
});
