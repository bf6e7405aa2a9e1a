import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recordLoadedModules, runInProcess } from "./fixtures/run-in-process.ts";

const root = new URL("../../..", import.meta.url).pathname;
const core = join(root, "packages/core");

type Manifest = { readonly dependencies?: Readonly<Record<string, string>> };

/** The folders of all packages that the core installs, its own among them. */
function dependencyFolders(): Set<string> {
  const folders = new Set<string>();
  const visit = (folder: string): void => {
    if (folders.has(folder)) return;
    folders.add(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    for (const name of Object.keys(dependencies)) visit(folderOf(name, folder));
  };
  visit(core);
  return folders;
}

/** Where Node finds a package that another one asks for. */
function folderOf(name: string, from: string): string {
  for (let folder = from; folder.length >= root.length - 1; folder = join(folder, "..")) {
    const found = join(folder, "node_modules", name);
    if (existsSync(found)) return found;
  }
  throw new Error(`${name}, asked for by ${from}, is not installed`);
}

function bytesIn(folder: string): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? bytesIn(path) : statSync(path).size;
  }
  return bytes;
}

/** The packages among the URLs of loaded modules, ours not counted. */
function packagesIn(urls: unknown): string[] {
  const names = (urls as string[]).map((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

const executor = `
  const { createExecutor, defineTool } = await import("@aiecs/core");
  const schema = { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } };
  const work = { description: "Works.", inputSchema: schema, execute: () => 1 };
  const tool = defineTool({ name: "t", description: "", version: "1.0.0", operations: { work } });
  await using executor = createExecutor({ tools: [tool], environment: {} });
`;

/** Of a package as it is installed: of ours what is built, or its sources where nothing is. */
function installedBytes(folder: string): number {
  if (folder !== core) return bytesIn(folder);
  const built = join(core, "dist");
  return bytesIn(existsSync(built) ? built : join(core, "src"));
}

describe("the core's footprint", () => {
  it("[USE-2] installs less than 15 MB, all it depends on included", () => {
    const folders = [...dependencyFolders()];
    expect(folders.length).toBeGreaterThan(9);
    const megabytes = folders.reduce((sum, folder) => sum + installedBytes(folder), 0) / 1_000_000;
    expect(megabytes).toBeGreaterThan(1);
    expect(megabytes).toBeLessThan(15);
  });

  it("[USE-2] [PERF-9] loads nothing heavy when it is imported", () => {
    const loaded = runInProcess(
      `${recordLoadedModules} await import("@aiecs/core"); console.log(JSON.stringify(loaded));`,
    );
    expect(packagesIn(loaded)).toEqual(["lru-cache"]);
  });

  it("[USE-2] [OTEL-1] loads nothing heavy either to run operations in every mode", () => {
    const script = `${recordLoadedModules} ${executor}
      await executor.executeOperation("t.work");
      await executor.executeOperationsSequence([{ operation: "t.work" }, { operation: "t.work", params: { a: "$result[0]" } }]);
      await executor.executePlan({ steps: [{ operation: "t.work" }] });
      await executor.batchToolCalls([{ tool: "elsewhere", params: { op: "x" } }], () => 1);
      console.log(JSON.stringify(loaded));`;
    expect(packagesIn(runInProcess(script))).toEqual(["lru-cache"]);
  });

  it("[USE-2] loads each library when it is needed", () => {
    const loadedFor = (work: string) =>
      packagesIn(runInProcess(`${recordLoadedModules} ${executor} ${work} console.log(JSON.stringify(loaded));`));
    const plan = (when: string) => `await executor.executePlan({ steps: [{ operation: "t.work", when: ${when} }] });`;
    expect(loadedFor(plan('"1 < 2"'))).toContain("@marcbachmann/cel-js");
    expect(loadedFor(`(await import("@aiecs/core")).parsePlan("steps: [{ operation: t.work }]");`)).toContain("yaml");
    const broken = `executor.on("task.started", () => { throw new Error("x"); }); await executor.executeOperation("t.work");`;
    expect(loadedFor(broken)).toContain("pino");
    const checked = `await executor.executePlan({ steps: [{ operation: "t.work" }], input_schema: { type: "object" } });`;
    expect(loadedFor(checked)).toContain("ajv");
  });
});
