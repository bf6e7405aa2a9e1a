import { describe, expect, it } from "vitest";
import { createTestContext } from "#testing/test-context.ts";
import { createListLogger, type LoggedLine } from "../testing-fixtures/set-up-call.ts";
import { createWrappedTool } from "../testing-fixtures/wrapped-tool.ts";
import { withLogging } from "./with-logging.ts";

function setUp(execute: () => unknown) {
  const { tool, inner } = createWrappedTool(execute);
  const logged: LoggedLine[] = [];
  const linesOf = () => logged.map(({ level, message }) => `${level}: ${message}`);
  return { tool, wrapped: withLogging(inner, { logger: createListLogger(logged) }), logged, linesOf };
}

describe("withLogging", () => {
  it("[INT-7] writes the start and the end of both kinds of call, with whose they are", async () => {
    const { tool, wrapped, logged, linesOf } = setUp(() => "done");
    await using context = createTestContext({ userId: "ann", taskId: "t1" });
    expect(await wrapped.executeAsync(tool, "work", { secret: "hunter2" }, context)).toBe("done");
    expect(wrapped.execute(tool, "work", {})).toBe("done");
    expect(linesOf()).toEqual(["info: Executing operation", "info: Operation completed"].concat(linesOf().slice(0, 2)));
    expect(logged[0]?.fields).toEqual({ operation: "t.work", taskId: "t1", userId: "ann" });
    expect(JSON.stringify(logged)).not.toContain("hunter2");
  });

  it("[INT-7] writes a failure with its error, and throws it on", async () => {
    const { tool, wrapped, logged, linesOf } = setUp(() => {
      throw new Error("broken");
    });
    await expect(wrapped.executeAsync(tool, "work", {})).rejects.toThrow("Error executing work: broken");
    expect(() => wrapped.execute(tool, "work", {})).toThrow("broken");
    expect(linesOf()).toEqual(["info: Executing operation", "error: Operation failed"].concat(linesOf().slice(0, 2)));
    expect(logged[1]?.fields).toMatchObject({ operation: "t.work", err: { code: "E003" } });
  });
});
