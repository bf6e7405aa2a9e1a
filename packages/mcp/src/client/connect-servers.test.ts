import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createExecutor, isTable, ToolRegistry } from "@aiecs/core";
import { describe, expect, it, vi } from "vitest";
import { startHttpServer } from "#testing-fixtures/http-server.ts";
import { shopExecutor, temporaryFolder } from "#testing-fixtures/temporary.ts";
import { connectMcpServers } from "./connect-servers.ts";

const require = createRequire(import.meta.url);
const node = process.execPath;
const everything = { command: node, args: [require.resolve("@modelcontextprotocol/server-everything/dist/index.js")] };
const filesystem = (folder: string) => ({
  command: node,
  args: [require.resolve("@modelcontextprotocol/server-filesystem/dist/index.js"), folder],
});
const ownServer = (folder: string) => ({
  command: node,
  args: [
    "--conditions=aiecs-source",
    fileURLToPath(new URL("../testing-fixtures/stdio-server.ts", import.meta.url)),
    folder,
  ],
});

/** An executor that has MCP servers and nothing else. */
async function open(servers: Parameters<typeof connectMcpServers>[0], environment = process.env) {
  const folder = await temporaryFolder();
  const registry = new ToolRegistry();
  const connections = await connectMcpServers(servers, { registry, environment }).catch(async (error: unknown) => {
    await folder[Symbol.asyncDispose]();
    throw error;
  });
  const executor = createExecutor({ registry, config: { artifacts_folder: folder.path, roots: [folder.path] } });
  return {
    folder: folder.path,
    registry,
    executor,
    connections,
    async [Symbol.asyncDispose]() {
      await executor[Symbol.asyncDispose]();
      await connections[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe("[MCP-1] MCP servers as tools", { timeout: 60_000 }, () => {
  it("runs tools of two servers in one plan, each result going to the next", async () => {
    await using work = await temporaryFolder();
    await using opened = await open({ everything, files: filesystem(work.path) });
    const { executor, registry } = opened;
    expect(registry.names).toEqual(expect.arrayContaining(["everything", "files"]));
    const path = join(work.path, "sum.txt");
    const plan = {
      steps: [
        { id: "sum", operation: "everything.get-sum", params: { a: 2, b: 40 } },
        { id: "write", operation: "files.write_file", params: { path, content: "Said: {{$steps.sum}}" } },
        { id: "read", operation: "files.read_text_file", params: { path }, after: ["write"] },
      ],
    };
    const { results, status } = await executor.executePlan(plan);
    expect(results.map(({ message }) => message)).toEqual([expect.anything(), expect.anything(), expect.anything()]);
    expect(status).toBe("completed");
    expect(await readFile(path, "utf8")).toMatch(/Said: .*42/);
    expect(JSON.stringify(results[2]?.result)).toContain("42");
  });

  it("knows the tools' parameters before anything runs, and caches what only reads", async () => {
    await using opened = await open({ everything });
    const { executor } = opened;
    const analysis = executor.analyzePlan([{ operation: "everything.get-sum", params: { a: "x" } }]);
    expect(analysis).toMatchObject({ valid: false });
    await expect(executor.executeOperation("everything.get-sum", { a: 1 })).rejects.toMatchObject({ code: "E001" });
    await using work = await temporaryFolder();
    await writeFile(join(work.path, "a.txt"), "first");
    await using files = await open({ files: filesystem(work.path) });
    const read = () =>
      files.executor.executeOperation("files.read_text_file", { path: join(work.path, "a.txt") }, { taskId: "t" });
    const first = await read();
    await writeFile(join(work.path, "a.txt"), "second");
    expect(await read()).toEqual(first);
    expect(files.executor.getStats().cache.hits).toBe(1);
  });

  it("makes artifacts of pictures, and keeps structured results", async () => {
    await using opened = await open({ everything });
    const { executor } = opened;
    const image = await executor.executeOperation("everything.get-tiny-image", {});
    expect(image).toMatchObject({ artifacts: [{ media_type: "image/png", name: expect.stringMatching(/\.png$/) }] });
    const structured = await executor.executeOperation("everything.get-structured-content", { location: "Chicago" });
    expect(structured).toMatchObject({ temperature: expect.any(Number) });
    expect(isTable(structured)).toBe(false);
  });

  it("tells progress of a server's tool as the operation's, and cancels it", async () => {
    await using opened = await open({ everything });
    const { executor } = opened;
    const fractions: number[] = [];
    executor.on("step.progressed", ({ fraction }) => fractions.push(fraction));
    await executor.executeOperation("everything.trigger-long-running-operation", { duration: 0.2, steps: 2 });
    expect(fractions[0]).toBe(0.5);
    const stop = new AbortController();
    const running = executor.executeOperation(
      "everything.trigger-long-running-operation",
      { duration: 60, steps: 2 },
      { signal: stop.signal },
    );
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: "E004" });
  });

  it("gives a program PATH, HOME and what is named, and nothing else of the environment", async () => {
    const environment = { ...process.env, TOKEN: "t-1", OTHER: "secret", NODE_OPTIONS: "" };
    const env = { GIVEN: "Bearer ${TOKEN}", SAME: { env: "TOKEN" } };
    await using opened = await open({ everything: { ...everything, env } }, environment);
    const shown = await opened.executor.executeOperation("everything.get-env", {});
    expect(shown).toMatchObject({ GIVEN: "Bearer t-1", SAME: "t-1", PATH: process.env.PATH });
    expect(Object.keys(Object(shown)).filter((key) => key === "OTHER" || key === "TOKEN")).toEqual([]);
  });

  it("reaches servers over HTTP, and finds them again after they were started anew", async () => {
    await using folder = await temporaryFolder();
    await using remote = shopExecutor(folder);
    const first = await startHttpServer({ executor: remote, expose: "all", callerOf: () => ({ userId: "ann" }) });
    const port = Number(new URL(first.url).port);
    await using opened = await open({ shop: { url: first.url, headers: { "x-user": "ann" } } });
    const { executor, connections } = opened;
    expect(await executor.executeOperation("shop.shop_tool__whose", {})).toEqual({ result: { user: "ann" } });
    await expect(executor.executeOperation("shop.shop_tool__refund", { id: 7 })).rejects.toMatchObject({
      code: "E003",
      message: expect.stringContaining("refunded already"),
    });
    await first[Symbol.asyncDispose]();
    await expect(executor.executeOperation("shop.shop_tool__whose", {})).rejects.toMatchObject({
      message: expect.stringContaining("MCP server 'shop' is down"),
    });
    expect(connections.status().shop).toEqual(expect.any(String));
    await using second = await startHttpServer({ executor: remote, expose: "all", port });
    await vi.waitFor(async () => await executor.executeOperation("shop.shop_tool__whose", {}), { timeout: 10_000 });
    expect(connections.status()).toEqual({ shop: null });
    expect(second.url).toBe(first.url);
  });
});

describe("[MCP-1] an MCP server that is down", { timeout: 60_000 }, () => {
  it("fails its own calls with the reason, while others run", async () => {
    const missing = { command: "no-such-program-anywhere" };
    const broken = { command: node, args: ["-e", "console.error('no licence found'); process.exit(3)"] };
    await using opened = await open({ missing, broken, gone: { url: "http://127.0.0.1:9/mcp" }, everything });
    const { executor } = opened;
    await expect(executor.executeOperation("missing.x", {})).rejects.toThrow(/'missing' is down: .*no command no-such/);
    await expect(executor.executeOperation("broken.x", {})).rejects.toThrow(/exit code 3: no licence found/);
    await expect(executor.executeOperation("gone.x", {})).rejects.toThrow(/'gone' is down/);
    expect(await executor.executeOperation("everything.echo", { message: "hi" })).toContain("hi");
    expect(executor.analyzePlan([{ operation: "broken.x" }]).errors[0]?.message).toContain("is down");
  });

  it("ends the start when it is required", async () => {
    const opening = open({ needed: { command: "no-such-program-anywhere", required: true } });
    await expect(opening).rejects.toThrow(/MCP server 'needed' is down/);
  });

  it("fails the call under way when it dies, and is there again for the next", async () => {
    await using folder = await temporaryFolder();
    await using opened = await open({ shop: ownServer(folder.path) });
    const { executor } = opened;
    await expect(executor.executeOperation("shop.shop_tool__crash", {})).rejects.toThrow(/is down: .*exit code 9/);
    await expect(executor.executeOperation("shop.shop_tool__whose", {})).rejects.toThrow(/is down/);
    await vi.waitFor(async () => await executor.executeOperation("shop.shop_tool__whose", {}), { timeout: 10_000 });
  });

  it("leaves no program behind", async () => {
    const parent = "setInterval(() => {}, 1000); require('child_process').spawn('sleep', ['4242'])";
    const stubborn = `process.on('SIGTERM', () => {}); ${parent}`;
    const registry = new ToolRegistry();
    const servers = { stubborn: { command: node, args: ["-e", stubborn] } };
    const connections = await connectMcpServers(servers, { registry, startTimeoutMs: 50 });
    expect(connections.status().stubborn).toContain("still starting");
    const running = (): string =>
      execFileSync("sh", ["-c", "ps -eo args | grep -c '[s]leep 4242' || true"]).toString().trim();
    await vi.waitFor(() => expect(running()).toBe("1"), { timeout: 10_000 });
    await connections[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(running()).toBe("0"));
  });
});

describe("the config of MCP servers", () => {
  it("is refused with everything that is wrong with it", async () => {
    const servers: unknown = {
      a: { command: "x", comand: "y", args: "z" },
      b: { url: "ftp://x" },
      c: { command: "x", url: "http://x" },
      d: {},
      e: 5,
    };
    await expect(connectMcpServers(Object(servers), { registry: new ToolRegistry() })).rejects.toMatchObject({
      code: "E001",
      details: {
        problems: [
          "mcp_servers.a.comand: unknown key, did you mean command?",
          "mcp_servers.a.args: expected a list of texts",
          "mcp_servers.b.url: expected an http or https address",
          "mcp_servers.c: expected either command or url, received both",
          expect.stringContaining("mcp_servers.d: expected command"),
          "mcp_servers.e: expected { command } or { url }",
        ],
      },
    });
  });

  it("is refused when a variable of the environment is not set, without its value being asked elsewhere", async () => {
    const servers = { a: { command: "x", env: { A: { env: "NOT_SET" }, B: "x${NOR_THIS}" } } };
    const connecting = connectMcpServers(servers, { registry: new ToolRegistry(), environment: {} });
    await expect(connecting).rejects.toThrow(/env\.A: the environment variable NOT_SET is not set.*NOR_THIS/);
  });
});
