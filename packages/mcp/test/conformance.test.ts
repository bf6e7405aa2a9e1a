import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createExecutor } from "@aiecs/core";
import { createMcpHttpHandler } from "@aiecs/mcp";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { describe, expect, it } from "vitest";
import { conformanceTool } from "#testing-fixtures/conformance-tool.ts";
import { temporaryFolder } from "#testing-fixtures/temporary.ts";

/** Scenarios of what the server does not offer, or that ask for addresses of their own choice; each with the reason. */
const outOfScope = {
  "logging-set-level": "operations write to the executor's log, not to clients",
  "tools-call-with-logging": "the same",
  "completion-complete": "there are no prompts, nor templates whose parts could be completed",
  "tools-call-sampling": "operations ask nothing of the client's model",
  "tools-call-elicitation": "operations ask nothing of the client's user; steps wait for approvals instead",
  "elicitation-sep1034-defaults": "the same",
  "elicitation-sep1330-enums": "the same",
  "resources-subscribe": "artifacts never change, so that there is nothing to subscribe to",
  "resources-unsubscribe": "the same",
  "server-sse-polling":
    "no answer's stream is closed before its end; what a lost one would have said stands in the task",
  "prompts-list": "there are no prompts",
  "prompts-get-simple": "the same",
  "prompts-get-with-args": "the same",
  "prompts-get-embedded-resource": "the same",
  "prompts-get-with-image": "the same",
} as const;

const require = createRequire(import.meta.url);
const suite = require.resolve("@modelcontextprotocol/conformance/dist/index.js");

type Outcome = { readonly code: number; readonly output: string };

function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [suite, ...args], { env, timeout: 90_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
  });
}

/** The suite calls tools and resources by names of its own: these are put in place of ours on the way, nothing else is. */
async function startSuiteServer(folder: string) {
  const config = { artifacts_folder: folder, roots: [folder] };
  const executor = createExecutor({ tools: [conformanceTool], config });
  const owner = { taskId: "fixed", userId: undefined };
  const text = await executor.artifacts.write(owner, { name: "a.txt", mediaType: "text/plain", content: "static" });
  const binary = await executor.artifacts.write(owner, {
    name: "a.png",
    mediaType: "image/png",
    content: Buffer.from([1, 2, 3]),
  });
  const numbered = await executor.artifacts.write(owner, { name: "n.txt", mediaType: "text/plain", content: "123" });
  const addresses: readonly (readonly [string, string])[] = [
    ["test://static-text", text.id],
    ["test://static-binary", binary.id],
    ["test://template/123/data", numbered.id],
  ];
  const mcp = createMcpHttpHandler({ executor, expose: "all" });
  const renamed = async (request: Request): Promise<Response> => {
    if (request.method !== "POST") return await mcp.fetch(request, { userId: undefined });
    let body = (await request.text()).replaceAll(/"name":"(test_|json_schema)/g, '"name":"conformance__$1');
    for (const [theirs, id] of addresses) body = body.replaceAll(theirs, `aiecs://artifact/${id}`);
    const { url, method, headers } = request;
    const answer = await mcp.fetch(new Request(url, { method, headers, body }), { userId: undefined });
    const renames = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) =>
        controller.enqueue(
          Buffer.from(Buffer.from(chunk).toString("utf8").replaceAll('"name":"conformance__', '"name":"')),
        ),
    });
    return new Response(answer.body?.pipeThrough(renames) ?? null, { status: answer.status, headers: answer.headers });
  };
  const handler = toNodeHandler({ fetch: renamed });
  const server = createServer((request, response) => {
    const { method = "GET", url = "/", headers } = request;
    void handler({ method, url, headers, [Symbol.asyncIterator]: () => request[Symbol.asyncIterator]() }, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  return {
    url: `http://localhost:${typeof address === "object" ? address?.port : ""}/mcp`,
    async [Symbol.asyncDispose]() {
      await mcp[Symbol.asyncDispose]();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await executor[Symbol.asyncDispose]();
    },
  };
}

describe("[MCP-1] the official conformance suite", () => {
  it("passes every scenario of what the server offers", { timeout: 120_000 }, async () => {
    await using folder = await temporaryFolder();
    await using server = await startSuiteServer(folder.path);
    const baseline = join(folder.path, "baseline.yml");
    await writeFile(baseline, JSON.stringify({ server: Object.keys(outOfScope) }));
    const results = join(folder.path, "results");
    const args = ["--url", server.url, "--suite", "all", "--expected-failures", baseline, "-o", results];
    const { code, output } = await run(["server", ...args]);
    expect(output).toContain("tools-call-simple-text");
    expect(code, output).toBe(0);
  });

  it.each(["initialize", "tools_call", "sse-retry"])(
    "passes the client's scenario %s",
    { timeout: 60_000 },
    async (name) => {
      await using folder = await temporaryFolder();
      const client = fileURLToPath(new URL("../src/testing-fixtures/conformance-client.ts", import.meta.url));
      const command = `${process.execPath} --conditions=aiecs-source ${client}`;
      const { code, output } = await run(["client", "--command", command, "--scenario", name, "-o", folder.path]);
      expect(code, output).toBe(0);
    },
  );
});
