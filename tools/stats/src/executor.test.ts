import { createExecutor } from "@aiecs/core";
import { createTable, defineOperation, defineTool } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import tool from "./index.ts";

const minutes = (values: readonly number[]) =>
  values.map((load, minute) => ({ load, time: new Date(60_000 * minute).toISOString() }));

const collector = defineTool({
  name: "collector",
  description: "Stands for what hands on a table.",
  version: "1.0.0",
  operations: {
    table: defineOperation({
      description: "Makes a table of numbers.",
      inputSchema: z.object({ values: z.array(z.number()) }),
      execute: ({ values }) => createTable(minutes(values)),
    }),
  },
});

describe("stats_tool on an executor", () => {
  it("hands one table from step to step by identity, across the threads that it works on", async () => {
    await using executor = createExecutor({ tools: [tool, collector] });
    const values = [10, 11, 9, 10, 60, 10, 11, 9, 10, 12];
    const steps = await executor.executeOperationsSequence([
      { operation: "collector.table", params: { values } },
      { operation: "stats_tool.calculate_trends", params: { data: "$result[0]" } },
      { operation: "stats_tool.detect_anomalies", params: { data: "$result[1]" } },
      { operation: "stats_tool.calculate_metrics", params: { df: "$result[2]" } },
      { operation: "stats_tool.detect_anomalies", params: { data: "$result[3]" } },
      { operation: "stats_tool.generate_report", params: { df: "$result[0]" } },
    ]);
    expect(steps.map(({ status, errorMessage }) => [status, errorMessage])).toEqual(
      steps.map(() => ["completed", null]),
    );
    const [table] = steps;
    expect(steps[1]?.result).toMatchObject({ value_column: "load", time_column: "time" });
    expect(steps[2]?.result).toMatchObject({ anomalies: [{ index: 4, value: 60 }] });
    expect(Reflect.get(Object(steps[2]?.result), "df")).toBe(table?.result);
    expect(steps[4]?.result).toMatchObject({ value_column: "load_sum", time_column: "period" });
  });

  it("watches four collectors at once, one sample each, as in use case 3", async () => {
    await using executor = createExecutor({ tools: [tool] });
    const time = "2026-01-31T12:00:00.000Z";
    const previous = [
      { usage_percent: 97, per_core: [98, 96], load_average: [4, 2, 1], time },
      { total_bytes: 100, used_bytes: 40, available_bytes: 60, used_percent: 40, swap_used_bytes: 0, time },
      { interfaces: [{ name: "eth0", received_bytes: 1, sent_bytes: 2, errors: 0 }], time },
      { filesystems: [{ mount: "/", total_bytes: 100, used_bytes: 95, used_percent: 95 }], time },
    ];
    const steps = await executor.executeParallelOperations([
      { operation: "stats_tool.analyze_cpu_trends", params: { data: previous[0] } },
      { operation: "stats_tool.analyze_memory_usage", params: { data: previous[1] } },
      { operation: "stats_tool.detect_anomalies", params: { data: previous[2] } },
      { operation: "stats_tool.predict_failures", params: { data: previous[3] } },
    ]);
    expect(steps.map(({ result }) => result)).toMatchObject([
      { samples: 1, trend: "no_trend", status: "critical" },
      { samples: 1, leak: false, status: "ok" },
      { samples: 1, anomalies: [] },
      { samples: 1, failure_expected: true, status: "critical" },
    ]);
  });

  it("names a wrong parameter, and a column that is not there", async () => {
    await using executor = createExecutor({ tools: [tool] });
    const steps = await executor.executeOperationsSequence([
      { operation: "stats_tool.detect_anomalies", params: { data: [1, 2], method: "magic" } },
      { operation: "stats_tool.calculate_trends", params: { data: [1, 2], value_column: "x" } },
    ]);
    expect(steps.map(({ errorCode, errorMessage }) => [errorCode, errorMessage])).toEqual([
      ["E001", expect.stringContaining("method: ")],
      ["E001", expect.stringContaining('Unknown column "x"')],
    ]);
  });

  it("[TOOL-8] stops a long series when the call is cancelled", async () => {
    await using executor = createExecutor({ tools: [tool] });
    const noise = createNoise(1);
    const data = createTable({ columns: { value: series(400_000, () => noise()) } });
    const stop = new AbortController();
    const running = executor.executeOperation("stats_tool.calculate_trends", { data }, { signal: stop.signal });
    executor.on("step.progressed", () => stop.abort());
    await expect(running).rejects.toMatchObject({ code: "E004" });
  });
});
