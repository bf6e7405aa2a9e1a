import { describe, expect, it } from "vitest";
import type { ToolContext } from "#contracts/tool-context.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { createTestContext } from "#testing/test-context.ts";
import { createWrappedTool } from "../testing-fixtures/wrapped-tool.ts";
import { withTimeout } from "./with-timeout.ts";

function setUp(execute: (context: ToolContext) => unknown) {
  const clock = createManualClock();
  const { tool, inner } = createWrappedTool((_params, context) => execute(context));
  return { clock, tool, wrapped: withTimeout(inner, { timeoutMs: 100, clock }) };
}

const never = () => new Promise(() => {});

describe("withTimeout", () => {
  it("[INT-7] gives up on what takes too long, with or without a context, and tells the operation by its signal", async () => {
    let seen: AbortSignal | undefined;
    const { clock, tool, wrapped } = setUp(({ signal }) => {
      seen = signal;
      return never();
    });
    await using context = createTestContext();
    const work = wrapped.executeAsync(tool, "work", {}, context);
    const alone = wrapped.executeAsync(tool, "work", {});
    clock.advance(100);
    await expect(work).rejects.toMatchObject({ code: "E002", message: "t.work timed out after 100 ms" });
    await expect(alone).rejects.toMatchObject({ code: "E002" });
    await using second = createTestContext();
    const again = wrapped.executeAsync(tool, "work", {}, second);
    expect(seen?.aborted).toBe(false);
    clock.advance(100);
    await expect(again).rejects.toMatchObject({ code: "E002" });
    expect(seen?.aborted).toBe(true);
  });

  it("leaves no timer behind, and a synchronous call alone", async () => {
    const { clock, tool, wrapped } = setUp(() => "done");
    expect(await wrapped.executeAsync(tool, "work", {})).toBe("done");
    expect(wrapped.execute(tool, "work", {})).toBe("done");
    expect(clock.pendingTimers).toBe(0);
  });

  it("lets the operation see all of its context, and the caller's own cancellation", async () => {
    let seen: AbortSignal | undefined;
    const { tool, wrapped } = setUp(async (context) => {
      seen = context.signal;
      context.progress(0.5, "half");
      context.log.info({}, "seen");
      const { userId, taskId, stepIndex, attempt, idempotencyKey, input, instance } = context;
      const artifact = await context.artifacts.write({ name: "a.txt", mediaType: "text/plain", content: "x" });
      const readable = (await context.files.readable(artifact.path)).endsWith("a.txt");
      const called = await context.call("t.other", { a: 1 });
      return { userId, taskId, stepIndex, attempt, idempotencyKey, input, instance, readable, called };
    });
    await using context = createTestContext({
      userId: "ann",
      taskId: "t1",
      stepIndex: 3,
      attempt: 2,
      input: { a: 1 },
      instance: "instance",
      call: (spec, params) => [spec, params],
    });
    expect(await wrapped.executeAsync(tool, "work", {}, context)).toEqual({
      userId: "ann",
      taskId: "t1",
      stepIndex: 3,
      attempt: 2,
      idempotencyKey: "t1:3",
      input: { a: 1 },
      instance: "instance",
      readable: true,
      called: ["t.other", { a: 1 }],
    });
    expect(context.progressed).toEqual([{ fraction: 0.5, message: "half" }]);
    expect(context.logged).toHaveLength(1);
    expect(seen?.aborted).toBe(false);
    context.abort();
    expect(seen?.aborted).toBe(true);
  });
});
