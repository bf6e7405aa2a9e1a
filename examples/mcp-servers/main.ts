/**
 * A plan that mixes tools of MCP servers with built-in ones: by `aiecs run` with a config, and the same in TypeScript.
 * The server of files is a program of others, the archive is a server that is down.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createExecutor, parsePlan, ToolRegistry } from "@aiecs/core";
import { connectMcpServers } from "@aiecs/mcp/client";
import { resolveMcpServers } from "@aiecs/mcp/config";
import classfireTool from "@aiecs/tool-classfire";
import pandasTool from "@aiecs/tool-pandas";
import { hasServices, startSite } from "../site.ts";

const configFile = "examples/mcp-servers/aiecs.config.json";
const planFile = "examples/mcp-servers/plan.yaml";

/** What a reader of the three contracts says they are, as the plan counts them. */
const expected = [
  { type: "lease", count: 1 },
  { type: "nda", count: 1 },
  { type: "service", count: 1 },
];

type Kind = { readonly type: string; readonly count: number; readonly confidence_min: number };
type Output = { readonly kinds: readonly Kind[]; readonly listed: string };

async function check({ kinds, listed }: Output): Promise<void> {
  assert.deepEqual(kinds.map(({ type, count }) => ({ type, count })).toSorted(byType), expected);
  assert.match(listed, /\[FILE\] kinds\.json/);
  // What the server of files wrote, as it lies on the disk.
  assert.deepEqual(JSON.parse(await readFile(join(folder, "kinds.json"), "utf8")), kinds);
  await rm(join(folder, "kinds.json"));
}

const byType = (one: { readonly type: string }, other: { readonly type: string }): number =>
  one.type.localeCompare(other.type);

const folder = await mkdtemp(join(tmpdir(), "aiecs-mcp-servers-"));
const environment = { ...process.env, CONTRACTS_FOLDER: folder };
try {
  for (const name of ["contract_001", "contract_002", "contract_003"]) {
    await cp(`examples/contract-review/data/${name}.txt`, join(folder, `${name}.txt`));
  }

  const aiecs = ["--conditions=aiecs-source", "packages/cli/bin/aiecs.mjs"];
  const run = ["run", planFile, "--config", configFile, "--input", `folder=${folder}`, "--json", "--output"];
  // On workers, where there are services that they share.
  await using site = hasServices() ? await startSite(["--config", configFile], environment) : undefined;
  const where = site ? ["--queue", "fast_tasks"] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...aiecs, ...run, ...where], {
    encoding: "utf8",
    env: environment,
  });
  // The archive is down; its step is optional, and the others go on.
  assert.equal(status, 0, stderr);
  assert.match(stderr, /archive\.store .*MCP server 'archive' is down/);
  await check(JSON.parse(stdout));
  console.log("aiecs run: contracts read by one MCP server, sorted by built-in tools, and the result written back");

  // The same in a program: the servers' tools come into the registry that the executor takes its tools from.
  const { mcp_servers } = JSON.parse(await readFile(configFile, "utf8"));
  const registry = new ToolRegistry([classfireTool, pandasTool]);
  await using servers = await connectMcpServers(resolveMcpServers(mcp_servers), { registry, environment });
  await using executor = createExecutor({ registry, config: { artifacts_folder: join(folder, "runs") } });
  const {
    status: ended,
    results,
    output,
  } = await executor.executePlan(parsePlan(await readFile(planFile)), {
    input: { folder },
  });
  assert.equal(ended, "completed");
  assert.deepEqual(
    results.filter(({ completed }) => !completed).map(({ step }) => step),
    ["archive.store"],
  );
  await check(output as Output);
  const { files, archive } = servers.status();
  assert(files === null && archive);
  console.log(`the same in TypeScript; the archive failed its own step alone: ${archive}`);

  // A server's tools are under the whole pipeline: what does not fit the schema that the server gave never reaches it.
  await assert.rejects(
    executor.executeOperation("files.read_text_file", { path: join(folder, "contract_001.txt"), heed: 3 }),
    /heed: unknown parameter, did you mean head\?/,
  );
  // And what the server itself refuses is an error of that step.
  await assert.rejects(executor.executeOperation("files.read_text_file", { path: "/etc/hosts" }), /Access denied/);
  console.log(
    "a misspelt parameter is found before the server is asked; a file outside its folder, the server refuses",
  );
} finally {
  await rm(folder, { recursive: true });
}
