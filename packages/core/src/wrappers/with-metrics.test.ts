import { describe, expect, it } from "vitest";
import { createManualClock } from "#testing/manual-clock.ts";
import { createWrappedTool } from "../testing-fixtures/wrapped-tool.ts";
import { withMetrics } from "./with-metrics.ts";

describe("withMetrics", () => {
  it("[INT-7] counts and times both kinds of call, failures too", async () => {
    const clock = createManualClock();
    const { tool, inner } = createWrappedTool(({ ms, fails }) => {
      clock.advance(Number(ms));
      if (fails) throw new Error("broken");
      return ms;
    });
    const wrapped = withMetrics(inner, { clock });
    expect(wrapped.getMetrics()).toEqual({ requests: 0, failures: 0, operations: {} });
    await wrapped.executeAsync(tool, "work", { ms: 100 });
    wrapped.execute(tool, "work", { ms: 300 });
    await expect(wrapped.executeAsync(tool, "work", { ms: 200, fails: true })).rejects.toThrow("broken");
    expect(() => wrapped.execute(tool, "work", { ms: 200, fails: true })).toThrow("broken");
    const { requests, failures, operations } = wrapped.getMetrics();
    expect([requests, failures]).toEqual([4, 2]);
    expect(operations["t.work"]).toMatchObject({ count: 4, errors: 2, avg_time: 0.2, min_time: 0.1, max_time: 0.3 });
  });
});
