import { createExecutor } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { runInProcess } from "./fixtures/run-in-process.ts";
import { createTestTools, unchecked } from "./fixtures/test-tools.ts";

/** What a process logs that runs operations with secrets, at a level. */
function linesAt(level: string): Record<string, unknown>[] {
  const lines = runInProcess(`
    import { spawnSync } from "node:child_process";
    const script = ${JSON.stringify(`
      const { createDefaultLogger, createExecutor, defineTool } = await import("@aiecs/core");
      const inputSchema = { type: "object", additionalProperties: true };
      const work = { description: "", inputSchema, execute: () => "done" };
      const fail = { description: "", inputSchema, execute: () => { throw new Error("broken", { cause: new Error("inner") }); } };
      const tool = defineTool({ name: "t", description: "", version: "1.0.0", operations: { work, fail } });
      const logger = createDefaultLogger({ level: ${JSON.stringify(level)} });
      await using executor = createExecutor({ tools: [tool], logger, environment: {} });
      const params = { api_key: "hunter2", nested: [{ password: "hunter2" }], text: "x".repeat(5000), rows: 3 };
      await executor.executeOperation("t.work", params, { userId: "ann", taskId: "t1" });
      await executor.executeOperation("t.fail", params, { userId: "ann", taskId: "t2" }).catch(() => undefined);
      executor.on("task.started", () => { throw new Error("listener broke"); });
      await executor.executeOperation("t.work", params);
    `)};
    const { stderr } = spawnSync(process.execPath, ["--conditions=aiecs-source", "--input-type=module", "-e", script], { encoding: "utf8" });
    console.log(JSON.stringify(stderr.split("\\n").filter(Boolean).map((line) => JSON.parse(line))));
  `);
  return lines as Record<string, unknown>[];
}

describe("logs", () => {
  it("[LOG-1] [SEC-2] are JSON lines with parameters at debug, secrets hidden and long texts cut", () => {
    const lines = linesAt("debug");
    expect(JSON.stringify(lines)).not.toContain("hunter2");
    expect(lines.slice(0, 2)).toMatchObject([
      {
        level: 20,
        name: "aiecs",
        msg: "Operation started",
        operation: "t.work",
        taskId: "t1",
        userId: "ann",
        params: {
          api_key: "[hidden]",
          nested: [{ password: "[hidden]" }],
          text: expect.stringMatching(/^x{200}… \(5000 characters\)$/),
          rows: 3,
        },
      },
      { level: 20, msg: "Operation completed", operation: "t.work", attempts: 1, cached: false },
    ]);
  });

  it("[LOG-1] keep parameters out above debug, and tell failures with whose they are and their stacks", () => {
    const lines = linesAt("warn");
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      [40, "Operation failed"],
      [50, "An event listener threw"],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/params|hunter2|xxxx/);
    expect(lines[0]).toMatchObject({ operation: "t.fail", taskId: "t2", userId: "ann", stepIndex: 0 });
    expect(lines[0]?.err).toMatchObject({
      type: "OperationFailedError",
      code: "E003",
      stack: expect.stringMatching(/Error executing fail: broken[\s\S]+at [\s\S]+broken[\s\S]+inner/),
    });
    expect(lines[1]?.err).toMatchObject({ stack: expect.stringContaining("listener broke") });
  });

  it("[LOG-1] tell only what went wrong in the runtime itself unless asked for more", () => {
    expect(linesAt("error").map(({ msg }) => msg)).toEqual(["An event listener threw"]);
    expect(linesAt("silent")).toEqual([]);
  });

  it("leave nothing running when the logger itself breaks", async () => {
    const broken = () => {
      throw new Error("disk full");
    };
    const logger = { debug: broken, info: broken, warn: broken, error: broken, isLevelEnabled: () => true };
    const { mathTool } = createTestTools();
    await using executor = createExecutor({ tools: [mathTool], logger });
    const call = executor.executeOperation(unchecked("math_tool.add"), { a: 1 }, { taskId: "t1" });
    await expect(call).rejects.toThrow("disk full");
    expect(executor.cancelTask("t1")).toBe(false);
  });
});
