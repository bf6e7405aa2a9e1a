import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "#testing-fixtures/temporary.ts";

const program = fileURLToPath(new URL("../testing-fixtures/stdio-server.ts", import.meta.url));
const commandFor = (folder: string) => ({
  command: process.execPath,
  args: ["--conditions=aiecs-source", program, folder],
});

describe("[MCP-1] MCP over standard input and output", () => {
  it("serves clients of the library's first and second line, in the protocols of both", {
    timeout: 60_000,
  }, async () => {
    await using folder = await temporaryFolder();
    const old = new OldClient({ name: "old", version: "1.0.0" });
    await old.connect(new OldTransport(commandFor(folder.path)));
    const current = new Client({ name: "new", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
    await current.connect(new StdioClientTransport(commandFor(folder.path)));
    expect(current.getNegotiatedProtocolVersion()).toBe("2026-07-28");
    for (const client of [old, current]) {
      expect((await client.listTools()).tools).toHaveLength(13);
      const plan = [{ operation: "shop_tool.list_orders", params: { count: 2 } }];
      const run = await client.callTool({ name: "run_plan", arguments: { plan } });
      expect(run.structuredContent).toMatchObject({ status: "completed", output: [{ total: 10 }, { total: 20 }] });
      expect(await client.callTool({ name: "shop_tool__draw", arguments: {} })).toMatchObject({
        content: [{ type: "text" }, { type: "image" }, { type: "resource_link" }],
      });
      await client.close();
    }
  });

  it("ends with its input, also while a call is running", { timeout: 60_000 }, async () => {
    await using folder = await temporaryFolder();
    const { command, args } = commandFor(folder.path);
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const lines: string[] = [];
    child.stdout.on("data", (chunk: Buffer) => lines.push(...chunk.toString("utf8").trim().split("\n")));
    const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    const clientInfo = { name: "x", version: "1" };
    send({ id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo } });
    child.stdin.write("this is no JSON\n");
    send({ method: "notifications/initialized" });
    const wait = { name: "shop_tool__wait", arguments: {}, _meta: { progressToken: 1 } };
    const progressed = new Promise<void>((resolve) => {
      child.stdout.on("data", (chunk: Buffer) => chunk.includes("half way") && resolve());
    });
    send({ id: 2, method: "tools/call", params: wait });
    await progressed;
    child.stdin.end();
    expect(await ended).toBe(0);
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
  });
});
