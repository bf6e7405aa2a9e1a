import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, type Project } from "./cli-process.ts";

let project: Project;

beforeAll(async () => {
  project = await createProject();
  const file = "tools: [./math-tool.ts]\nserver: { port: 8001 }\ntasks: { lease_s: 5 }\n";
  await project.write("aiecs.config.yaml", file);
  await project.write("plan.json", '[{"operation":"math_tool.add","params":{"a":1}}]');
  await project.write(
    "record.mjs",
    `import { registerHooks } from "node:module";
     registerHooks({ load(url, context, next) { process.stderr.write("loaded " + url + "\\n"); return next(url, context); } });`,
  );
});
afterAll(() => project[Symbol.asyncDispose]());

// The checks of the config's keys are loaded, nothing that works with them.
const heavy =
  /@fastify|\/fastify\/|\/jose\/|modelcontextprotocol|server\/src\/(?:app|create-server|routes|socket)|mcp\/src\/(?:server|client)|adapters\/(?:sqlite|store|queue)|node:sqlite/;

describe("what a command loads", () => {
  it.each([
    ["--help", ["--help"]],
    ["tasks --help", ["tasks", "--help"]],
    ["tools", ["tools"]],
    ["call", ["call", "math_tool.add", "a=1"]],
    ["check", ["check", "plan.json"]],
    ["run", ["run", "plan.json"]],
  ])("[PERF-9] aiecs %s loads neither the server, nor MCP, nor the database", async (_name, args) => {
    const { code, stderr } = await project.aiecs(args, { nodeOptions: ["--import", "./record.mjs"] });
    expect(code).toBe(0);
    const loaded = stderr.split("\n").filter((line) => line.startsWith("loaded "));
    expect(loaded.length).toBeGreaterThan(3);
    expect(loaded.filter((line) => heavy.test(line))).toEqual([]);
  });
});
