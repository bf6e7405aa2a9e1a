import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createProject, type Project } from "./cli-process.ts";

let project: Project;

beforeAll(async () => {
  project = await createProject();
  await rm(join(project.folder, "aiecs.config.yaml"));
  await project.write(
    "other-tool.mjs",
    `export default { name: "math_tool", description: "Another.", version: "2.0.0", operations: {
       add: { description: "Always 42.", inputSchema: { type: "object" }, execute: () => 42 } } };`,
  );
});
afterEach(async () => {
  for (const ending of ["ts", "js", "yaml", "json", "yml"])
    await rm(join(project.folder, `aiecs.config.${ending}`), { force: true });
});
afterAll(() => project[Symbol.asyncDispose]());

const greet = ["call", "math_tool.greet", "--json"];

describe("the config file", () => {
  it.each([
    ["yaml", "tools: [./math-tool.ts]\ntool_config: { math_tool: { greeting: hi } }\n"],
    ["json", '{"tools":["./math-tool.ts"],"tool_config":{"math_tool":{"greeting":"hi"}}}'],
    ["js", 'export default { tools: ["./math-tool.ts"], tool_config: { math_tool: { greeting: "hi" } } };'],
    [
      "ts",
      'const tool: string = "./math-tool.ts";\nexport default { tools: [tool], tool_config: { math_tool: { greeting: "hi" } } };',
    ],
  ])("[LIB-3] is read as %s, with tools by path and settings per tool", async (ending, content) => {
    await project.write(`aiecs.config.${ending}`, content);
    expect(await project.aiecs(greet)).toMatchObject({ code: 0, stdout: '{"greeting":"hi"}\n' });
  });

  it("names all its mistakes at once, with file, line and the keys that were meant", async () => {
    await project.write("aiecs.config.yaml", "tool: []\nmax_concurrency: 0\nlimits:\n  max_pagez: 5\ntools: 7\n");
    const { code, stderr } = await project.aiecs(["tools"]);
    expect(code).toBe(2);
    const file = join(project.folder, "aiecs.config.yaml");
    expect(stderr).toContain(`${file}:1:1: tool: unknown key (did you mean tools`);
    expect(stderr).toContain(`${file}:2:1: max_concurrency: expected a whole number of at least 1, received 0`);
    expect(stderr).toContain(`${file}:4:3: limits.max_pagez: unknown key, did you mean max_pages?`);
    expect(stderr).toContain(`${file}:5:1: tools: expected a list of texts`);
  });

  it("is refused when there are two, or when its name is not read", async () => {
    await project.write("aiecs.config.yaml", "{}");
    await project.write("aiecs.config.json", "{}");
    expect((await project.aiecs(["tools"])).stderr).toContain(
      "There are several config files: aiecs.config.json, aiecs.config.yaml",
    );
    await rm(join(project.folder, "aiecs.config.yaml"));
    await rm(join(project.folder, "aiecs.config.json"));
    await project.write("aiecs.config.yml", "{}");
    expect(await project.aiecs(["tools"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("aiecs.config.yml is not read"),
    });
  });

  it("[LIB-3] is found elsewhere with --config, and its paths are relative to it", async () => {
    await project.write("sub/aiecs.config.yaml", "tools: [../math-tool.ts]");
    const { code, stdout } = await project.aiecs(["call", "math_tool.add", "a=1", "--config", "sub/aiecs.config.yaml"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "2\n" });
  });

  it("[OE-12] wins over the environment, which wins over the default", async () => {
    const plan = "[{operation: math_tool.wait}]";
    await project.write("aiecs.config.yaml", "tools: [./math-tool.ts]\n");
    const env = { TOOL_EXECUTOR_TIMEOUT: "0.02" };
    expect((await project.aiecs(["run", "-"], { stdin: plan, env })).code).toBe(3);
    await project.write("aiecs.config.yaml", "tools: [./math-tool.ts]\ntimeout_ms: 30\n");
    const { code, stdout } = await project.aiecs(["run", "-"], { stdin: plan, env: { TOOL_EXECUTOR_TIMEOUT: "3600" } });
    expect(code).toBe(3);
    expect(stdout).toContain("30 ms");
    const bad = await project.aiecs(["run", "-"], { stdin: plan, env: { TOOL_EXECUTOR_TIMEOUT: "soon" } });
    expect(bad).toMatchObject({ code: 2, stderr: expect.stringContaining("TOOL_EXECUTOR_TIMEOUT: expected a number") });
  });
});

describe("--tool", () => {
  it("[LIB-3] adds tools by path, and wins over a tool of the same name in the config", async () => {
    await project.write("aiecs.config.yaml", "tools: [./math-tool.ts]");
    const { code, stdout } = await project.aiecs(["call", "math_tool.add", "--tool", "other-tool.mjs"]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "42\n" });
  });

  it("names every tool that cannot be loaded, and why", async () => {
    await project.write("aiecs.config.yaml", "tools: []");
    await project.write("empty.mjs", "export const x = 1;");
    await project.write("invalid.mjs", 'export default { name: "bad name", version: "1", operations: {} };');
    await project.write("throws.mjs", 'throw new Error("at once");');
    await project.write("syntax.ts", "export default {");
    await project.write("enum.ts", "enum A { B }\nexport default A;");
    await project.write("imports.mjs", 'import "not-there-at-all";');
    await project.write("unclosed.mjs", "export default {");
    await project.write("folder/tool.mjs", "export default {};");
    await project.write("node_modules/ts-tool/package.json", '{"name":"ts-tool","exports":"./tool.ts"}');
    await project.write("node_modules/ts-tool/tool.ts", "export default 1;");
    const tools = [
      "empty.mjs",
      "invalid.mjs",
      "throws.mjs",
      "syntax.ts",
      "enum.ts",
      "imports.mjs",
      "ts-tool",
      "gone.ts",
      "unclosed.mjs",
      "folder",
      "not-a-package",
      ".",
    ];
    const { code, stderr } = await project.aiecs(["tools", ...tools.flatMap((tool) => ["--tool", tool])]);
    expect(code).toBe(2);
    for (const sentence of [
      "empty.mjs: expected a default export made by defineTool, found none (it exports x)",
      'invalid.mjs: Invalid tool "bad name": name: expected',
      "throws.mjs: it throws while loading: Error: at once",
      "syntax.ts: it throws while loading: SyntaxError",
      `SyntaxError: TypeScript enum is not supported in strip-only mode (${join(project.folder, "enum.ts")}:1)`,
      "imports.mjs: Cannot find package 'not-there-at-all'",
      "ts-tool: a tool under node_modules must be JavaScript",
      "gone.ts: there is no file",
      "unclosed.mjs: it throws while loading: SyntaxError: Unexpected end of input (node ",
      "folder: expected a package, and this is a path: write ./folder",
      "not-a-package: it is not installed (npm install not-a-package)",
      ".: it is a folder",
    ]) {
      expect(stderr).toContain(sentence);
    }
  });
});

describe("aiecs doctor", () => {
  it("[TOOL-7] tells what is installed, and exits with 1 when something that is needed is missing", async () => {
    await project.write("aiecs.config.yaml", "tools: [fake-tool]");
    await project.write(
      "node_modules/fake-tool/package.json",
      JSON.stringify({
        name: "fake-tool",
        version: "1.2.3",
        exports: "./tool.mjs",
        dependencies: { "not-there-at-all": "1" },
        aiecs: {
          programs: [
            {
              name: "Sorter",
              commands: ["no-such-program", "node"],
              purpose: "sorting",
              install: "apt-get install sorter",
            },
            { name: "Painter", commands: ["no-such-painter"], purpose: "painting", install: "apt-get install painter" },
          ],
        },
      }),
    );
    await project.write(
      "node_modules/fake-tool/tool.mjs",
      'export default { name: "fake", description: "", version: "1", operations: {} };',
    );
    const env = { TOOL_EXECUTOR_CACHE_SIZE: "7", TOOL_EXECUTOR_CASH: "1", TOOL_EXECUTOR_TIMEOUT: "x" };
    const { code, stdout } = await project.aiecs(["doctor", "--json"], { env });
    expect(code).toBe(1);
    const {
      ok,
      findings,
    }: { ok: boolean; findings: { name: string; status: string; detail: string; fix?: string }[] } = JSON.parse(stdout);
    expect(ok).toBe(false);
    const found = new Map(findings.map((finding) => [finding.name, finding]));
    expect(found.get("Node.js")).toMatchObject({ status: "ok" });
    expect(found.get("config file")).toMatchObject({ status: "ok" });
    expect(found.get("artifacts folder")).toMatchObject({ status: "ok" });
    expect(found.get("TOOL_EXECUTOR_CACHE_SIZE")).toMatchObject({ status: "ok", detail: "7" });
    expect(found.get("TOOL_EXECUTOR_CASH")).toMatchObject({ status: "note" });
    expect(found.get("TOOL_EXECUTOR_TIMEOUT")).toMatchObject({ status: "problem" });
    expect(found.get("fake-tool")).toMatchObject({
      status: "problem",
      detail: "its libraries are not installed: not-there-at-all",
    });
    expect(found.get("fake-tool: Sorter")).toMatchObject({ status: "ok" });
    expect(found.get("fake-tool: Painter")).toMatchObject({ status: "problem", fix: "apt-get install painter" });
  });

  it("exits with 0 when nothing is missing", async () => {
    await project.write("aiecs.config.yaml", "tools: [./math-tool.ts]");
    const { code, stdout } = await project.aiecs(["doctor"]);
    expect(code).toBe(0);
    expect(stdout).toContain("✓ ./math-tool.ts  math_tool");
    expect(stdout).toContain("Nothing that is needed is missing.");
  });
});
