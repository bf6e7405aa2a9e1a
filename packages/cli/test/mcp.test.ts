import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, ended, type Project } from "./cli-process.ts";

let project: Project;

beforeAll(async () => {
  project = await createProject();
});
afterAll(() => project[Symbol.asyncDispose]());

type Message = { readonly id?: number; readonly result?: { readonly tools?: readonly { readonly name: string }[] } };

/** Speaks MCP with `aiecs mcp`, line by line. */
async function connect(args: readonly string[] = []) {
  const child = project.start(["mcp", ...args]);
  const lines: string[] = [];
  const waiting = new Map<number, (message: Message) => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    const message: Message = JSON.parse(line);
    if (message.id !== undefined) waiting.get(message.id)?.(message);
  });
  const end = ended(child);
  let last = 0;
  const send = (message: object): void => void child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const ask = (method: string, params: object = {}): Promise<Message> => {
    const id = ++last;
    const answer = new Promise<Message>((resolve) => waiting.set(id, resolve));
    send({ id, method, params });
    return answer;
  };
  const clientInfo = { name: "test", version: "1" };
  await ask("initialize", { protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
  send({ method: "notifications/initialized" });
  return { child, end, lines, ask };
}

describe("aiecs mcp", () => {
  it("[CLI-1] speaks the protocol alone on standard output, whatever tools print there", async () => {
    const { child, end, lines, ask } = await connect(["--expose", "all"]);
    const { result } = await ask("tools/list");
    const names = (result?.tools ?? []).map(({ name }) => name);
    expect(names).toContain("run_operation");
    expect(names).toContain("math_tool__print");
    const called = await ask("tools/call", { name: "math_tool__print", arguments: {} });
    expect(JSON.stringify(called)).toContain("quiet");
    child.stdin.end();
    const { code, stderr } = await end;
    expect(code).toBe(0);
    expect(stderr).toContain("printed by a tool");
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
  });

  it("shows a few tools only, unless --expose asks for all", async () => {
    const { child, end, ask } = await connect();
    const { result } = await ask("tools/list");
    expect((result?.tools ?? []).map(({ name }) => name)).not.toContain("math_tool__print");
    child.kill("SIGTERM");
    expect((await end).code).toBe(0);
  });

  it("[USE-3] says what is wrong before it speaks", async () => {
    expect(await project.aiecs(["mcp", "--port", "1"])).toEqual({
      code: 2,
      stdout: "",
      stderr: "aiecs: --port goes with --http, which is missing\n",
    });
    const { code, stderr } = await project.aiecs(["mcp", "--expose", "everything"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "aiecs: --expose: expected one of meta, all, received everything\n",
    });
  });
});

describe("mcp_servers of the config", () => {
  it("[MCP-1] are tools of every command, and only those whose tools are used are started", async () => {
    // An AIECS of its own is as good a server as any.
    await project.write("inner/aiecs.config.yaml", "tools: [../math-tool.ts]\n");
    const door = new URL("../bin/aiecs.mjs", import.meta.url).pathname;
    const server = {
      command: process.execPath,
      args: ["--conditions=aiecs-source", door, "mcp", "--expose", "all", "--config", "inner/aiecs.config.yaml"],
    };
    const config = {
      tools: ["./math-tool.ts"],
      mcp_servers: { inner: server, broken: { command: "no-such-program" } },
    };
    await project.write("with-servers.json", JSON.stringify(config));
    const called = await project.aiecs([
      "call",
      "inner.math_tool__add",
      "a=3",
      "--config",
      "with-servers.json",
      "--json",
    ]);
    expect(called).toMatchObject({ code: 0, stderr: "" });
    expect(called.stdout).toContain("4");
  });
});
