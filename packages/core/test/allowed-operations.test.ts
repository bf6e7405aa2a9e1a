import { createExecutor, createMemoryCache, defineTool, isAllowed } from "@aiecs/core";
import { describe, expect, it } from "vitest";

function setUp() {
  const ran: string[] = [];
  const run = (name: string) => ({
    description: name,
    inputSchema: {},
    execute: () => {
      ran.push(name);
      return name;
    },
  });
  const scraper = defineTool({
    name: "scraper_tool",
    aliases: ["scraper"],
    description: "",
    version: "1.0.0",
    operations: { fetch: run("fetch") },
  });
  const math = defineTool({
    name: "math_tool",
    description: "",
    version: "1.0.0",
    operations: {
      add: run("add"),
      ask: {
        description: "Calls what it is told to.",
        inputSchema: {},
        cache: { ttlS: 60, scope: "global" },
        execute: ({ spec }: { spec?: string }, ctx) => ctx.call(spec ?? "scraper.fetch", {}),
      },
    },
  });
  const cache = createMemoryCache({ maxEntries: 100, maxBytes: 1e6, ttlS: 60 });
  const config = { rate_limit_requests_per_second: 0 };
  return { executor: createExecutor({ tools: [scraper, math], cache, config, environment: {} }), ran };
}

const allow = ["math_tool"];
const refused = (...names: string[]) =>
  expect.objectContaining({ name: "NotAllowedError", code: "E001", details: { refused: names } });

describe("operations that may be called", () => {
  it("[AUTH-1] an operation that is not allowed does not run, by its own name or by an alias", async () => {
    const { executor, ran } = setUp();
    for (const spec of ["scraper_tool.fetch", "scraper.fetch"]) {
      await expect(executor.executeOperation(spec, {}, { allow })).rejects.toEqual(refused("scraper_tool.fetch"));
    }
    expect(ran).toEqual([]);
    await expect(executor.executeOperation("math_tool.add", {}, { allow })).resolves.toBe("add");
    await executor[Symbol.asyncDispose]();
  });

  it("[AUTH-1] every mode is refused as a whole, naming all that is not allowed, before anything runs", async () => {
    const { executor, ran } = setUp();
    const steps = ["math_tool.add", "scraper.fetch", "secret_tool.x", "scraper_tool.fetch"].map((operation) => ({
      operation,
    }));
    const all = refused("scraper_tool.fetch", "secret_tool.x");
    const options = { allow };
    await expect(executor.executePlan({ steps }, options)).rejects.toEqual(all);
    await expect(executor.batchExecuteOperations(steps, options)).rejects.toEqual(all);
    await expect(executor.executeOperationsSequence(steps, undefined, undefined, options)).rejects.toEqual(all);
    await expect(executor.executeParallelOperations(steps, options)).rejects.toEqual(all);
    const calls = [{ tool: "scraper", params: { op: "fetch" } }];
    await expect(executor.batchToolCalls(calls, null, options)).rejects.toEqual(refused("scraper_tool.fetch"));
    expect(ran).toEqual([]);
    await executor[Symbol.asyncDispose]();
  });

  it("[AUTH-1] an allowed operation cannot call one that is not, directly or through another", async () => {
    const { executor, ran } = setUp();
    const failure = { message: expect.stringContaining("Not allowed for this user: scraper_tool.fetch") };
    await expect(executor.executeOperation("math_tool.ask", {}, { allow })).rejects.toMatchObject(failure);
    const plan = { steps: [{ operation: "math_tool.ask", params: { spec: "math_tool.ask" } }] };
    const { results } = await executor.executePlan(plan, { allow });
    expect(results[0]?.errorMessage).toContain("Not allowed for this user: scraper_tool.fetch");
    expect(ran).toEqual([]);
    await executor[Symbol.asyncDispose]();
  });

  it("[AUTH-1] what was cached for somebody who may is not given to one who may not", async () => {
    const { executor, ran } = setUp();
    await expect(executor.executeOperation("math_tool.ask", {})).resolves.toBe("fetch");
    await expect(executor.executeOperation("math_tool.ask", {}, { allow })).rejects.toThrow("Not allowed");
    expect(ran).toEqual(["fetch"]);
    await executor[Symbol.asyncDispose]();
  });

  it.each([
    [[], false],
    [["math_tool"], true],
    [["math_tool.*"], true],
    [["math_tool.add"], true],
    [["*"], true],
    [["math_tool.sub", "math", "math_tool.a", "add", "*.add", "__proto__"], false],
  ])("[AUTH-1] the rule %j decides on math_tool.add: %s", (rule, expected) => {
    expect(isAllowed(rule, "math_tool", "add")).toBe(expected);
  });
});
