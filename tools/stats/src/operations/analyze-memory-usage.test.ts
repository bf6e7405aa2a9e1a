import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { analyzeMemoryUsageInput, analyzeMemoryUsageOutput } from "#schemas/analyze-memory-usage.ts";
import { createNoise } from "#testing-fixtures/noise.ts";
import { analyzeMemoryUsage } from "./analyze-memory-usage.ts";

async function run(params: unknown) {
  await using context = createTestContext();
  return analyzeMemoryUsageOutput.parse(await analyzeMemoryUsage(analyzeMemoryUsageInput.parse(params), context));
}

const total_bytes = 1_000_000;
const sample = (used_bytes: number, minute: number) => ({
  total_bytes,
  used_bytes,
  available_bytes: total_bytes - used_bytes,
  used_percent: (100 * used_bytes) / total_bytes,
  swap_used_bytes: 0,
  time: new Date(Date.UTC(2026, 0, 31, 12, minute)).toISOString(),
});

describe("analyze_memory_usage", () => {
  it("finds a leak, its rate per second, and when memory is full", async () => {
    const noise = createNoise(1);
    const found = await run({
      data: Array.from({ length: 60 }, (_, minute) => sample(400_000 + 3_000 * minute + 500 * noise(), minute)),
    });
    expect(found).toMatchObject({
      leak: true,
      status: "warning",
      level: "normal",
      trend: "increasing",
      value_column: "used_bytes",
    });
    expect(found.growth_per_second).toBeCloseTo(50, 0);
    expect(found.growth_per_sample).toBeCloseTo(3_000, -2);
    expect(found.full_in_seconds).toBeCloseTo((total_bytes - 577_000) / 50, -3);
    expect(Date.parse(String(found.full_at))).toBeGreaterThan(Date.UTC(2026, 0, 31, 14));
  });

  it("finds none in steady use, and says why", async () => {
    const noise = createNoise(2);
    const found = await run({
      data: Array.from({ length: 60 }, (_, minute) => sample(400_000 + 5_000 * noise(), minute)),
    });
    expect(found).toMatchObject({ leak: false, status: "ok", full_in_seconds: null, full_at: null });
    expect(found.leak_reason).toMatch(/^no significant growth/);
  });

  it("judges one sample by its level", async () => {
    expect(await run({ data: sample(500_000, 0) })).toMatchObject({
      samples: 1,
      used_percent: 50,
      level: "normal",
      status: "ok",
      leak: false,
      leak_reason: "too few samples to tell: 1, and at least 8 are needed",
      growth_per_second: null,
    });
    expect(await run({ data: sample(970_000, 0) })).toMatchObject({ level: "critical", status: "critical" });
  });

  it("works on percentages and on bare numbers, whose level it cannot know", async () => {
    const data = [10, 20, 30].map((used_percent) => ({ used_percent }));
    expect(await run({ data })).toMatchObject({ used_percent: 30, level: "normal" });
    expect(await run({ data: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] })).toMatchObject({
      used_percent: null,
      level: "unknown",
      leak: true,
      growth_per_sample: 1,
      growth_per_second: null,
      full_in_seconds: null,
    });
  });
});
