import { describe, expect, it } from "vitest";
import { createManualClock } from "#testing/manual-clock.ts";
import { createTestContext } from "#testing/test-context.ts";
import { createWrappedTool } from "../testing-fixtures/wrapped-tool.ts";
import { withRetry } from "./with-retry.ts";

function setUp(failures: number, annotations = { idempotent: true }) {
  const clock = createManualClock();
  let calls = 0;
  const { tool, inner } = createWrappedTool(() => {
    calls += 1;
    if (calls <= failures) throw new Error(`busy ${calls}`);
    return calls;
  }, annotations);
  const wrapped = withRetry(inner, { maxAttempts: 3, backoffMs: 100, jitter: false, clock });
  return { clock, tool, wrapped, calls: () => calls };
}

describe("withRetry", () => {
  it("[INT-7] [RETRY-1] tries again what declares itself safe to repeat", async () => {
    const { clock, tool, wrapped } = setUp(2);
    const work = wrapped.executeAsync(tool, "work", {});
    await clock.advanceAndSettle(100);
    await clock.advanceAndSettle(200);
    expect(await work).toBe(3);
  });

  it("[RETRY-2] gives up with every attempt's message", async () => {
    const { clock, tool, wrapped } = setUp(9);
    const work = wrapped.executeAsync(tool, "work", {}).catch((error: unknown) => error);
    await clock.advanceAndSettle(100);
    await clock.advanceAndSettle(200);
    const attempts = [1, 2, 3].map((call) => `Error executing work: busy ${call}`);
    expect(await work).toMatchObject({ code: "E005", details: { attempts } });
  });

  it("[RETRY-1] never repeats what is not, nor a synchronous call, which could not wait", async () => {
    const unsafe = setUp(1, { idempotent: false });
    await expect(unsafe.wrapped.executeAsync(unsafe.tool, "work", {})).rejects.toMatchObject({ code: "E003" });
    expect(unsafe.calls()).toBe(1);
    const { tool, wrapped, calls } = setUp(1);
    expect(() => wrapped.execute(tool, "work", {})).toThrow("busy 1");
    expect(calls()).toBe(1);
  });

  it("ends its wait when the call is cancelled", async () => {
    const { clock, tool, wrapped, calls } = setUp(1);
    await using context = createTestContext();
    const work = wrapped.executeAsync(tool, "work", {}, context);
    await clock.advanceAndSettle(10);
    context.abort();
    await expect(work).rejects.toMatchObject({ code: "E004" });
    expect(clock.pendingTimers).toBe(0);
    expect(calls()).toBe(1);
  });
});
