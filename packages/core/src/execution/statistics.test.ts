import { describe, expect, it } from "vitest";
import { Statistics } from "./statistics.ts";

describe("statistics", () => {
  it("[STAT-1] keep figures per operation, in seconds, and none of operations that never ran", () => {
    const statistics = new Statistics();
    const figures = statistics.figuresOf("t.work");
    statistics.figuresOf("t.idle");
    for (const ms of [100, 200, 300]) statistics.record(figures, ms, ms < 300);
    statistics.recordRefusal();
    expect(statistics).toMatchObject({ total: 4, failed: 2, successRate: 0.5 });
    const { "t.work": work, ...others } = statistics.operations();
    expect(others).toEqual({});
    expect(work).toMatchObject({ count: 3, errors: 1, min_time: 0.1, max_time: 0.3 });
    expect(work?.avg_time).toBeCloseTo(0.2);
    expect(work?.p50).toBeCloseTo(0.2, 1);
    expect(work?.p99).toBeCloseTo(0.3, 2);
  });

  it("[STAT-1] [REL-3] count further operations together once too many names have come from outside", () => {
    const statistics = new Statistics();
    for (let index = 0; index < 10_500; index++) statistics.record(statistics.figuresOf(`made.up_${index}`), 1, true);
    const operations = statistics.operations();
    expect(Object.keys(operations)).toHaveLength(10_001);
    expect(operations.other).toMatchObject({ count: 500 });
    expect(statistics.figuresOf("made.up_7")).not.toBe(statistics.figuresOf("other"));
  });

  it("[STAT-1] report how each method was used", () => {
    const statistics = new Statistics();
    expect(statistics.usageReport()).toEqual({
      total_usage: 0,
      total_errors: 0,
      error_rate: 0,
      usage_by_interface: {},
      errors_by_interface: {},
    });
    for (const ok of [true, true, false]) statistics.usageOf("executeOperation").record(ok);
    statistics.usageOf("executePlan").record(true);
    expect(statistics.usageReport()).toEqual({
      total_usage: 4,
      total_errors: 1,
      error_rate: 0.25,
      usage_by_interface: { executeOperation: 3, executePlan: 1 },
      errors_by_interface: { executeOperation: 1 },
    });
  });
});
