import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { analyzeCpuTrendsInput, analyzeCpuTrendsOutput } from "#schemas/analyze-cpu-trends.ts";
import { createNoise } from "#testing-fixtures/noise.ts";
import { analyzeCpuTrends } from "./analyze-cpu-trends.ts";

async function run(params: unknown) {
  await using context = createTestContext();
  return analyzeCpuTrendsOutput.parse(await analyzeCpuTrends(analyzeCpuTrendsInput.parse(params), context));
}

const sample = (usage_percent: number, minute: number) => ({
  usage_percent,
  per_core: [usage_percent + 5, usage_percent - 5],
  load_average: [usage_percent / 50, 1, 1],
  time: new Date(Date.UTC(2026, 0, 31, 12, minute)).toISOString(),
});

describe("analyze_cpu_trends", () => {
  it("judges one sample of a collector by its level", async () => {
    expect(await run({ data: sample(40, 0) })).toMatchObject({
      samples: 1,
      current: { time: "2026-01-31T12:00:00.000Z", value: 40 },
      level: "normal",
      status: "ok",
      trend: "no_trend",
      slope: null,
      spikes: 0,
      busiest_core: { core: 0, value: 45 },
      core_spread: 10,
      load: { one_minute: 0.8, five_minutes: 1, per_core: 0.4 },
    });
    expect(await run({ data: sample(80, 0) })).toMatchObject({ level: "high", status: "warning" });
    expect(await run({ data: sample(95, 0) })).toMatchObject({ level: "critical", status: "critical" });
    expect(await run({ data: sample(80, 0), critical_threshold: 80 })).toMatchObject({ status: "critical" });
  });

  it("sees use grow over several samples, and warns before it is critical", async () => {
    const noise = createNoise(1);
    const data = Array.from({ length: 30 }, (_, minute) => sample(35 + minute + noise(), minute));
    const found = await run({ data });
    expect(found).toMatchObject({
      samples: 30,
      trend: "increasing",
      slope_unit: "minute",
      level: "normal",
      status: "warning",
    });
    expect(found.slope).toBeCloseTo(1, 1);
  });

  it("measures how long use stayed high, and counts spikes", async () => {
    const noise = createNoise(2);
    const usage = Array.from({ length: 60 }, (_, minute) =>
      minute >= 20 && minute < 25 ? 92 : minute === 40 ? 85 : 30 + noise(),
    );
    const found = await run({ data: usage.map(sample) });
    expect(found).toMatchObject({
      longest_high: { samples: 5, seconds: 240 },
      high_share: 0.1,
      spikes: 6,
      status: "ok",
    });
  });

  it("takes the busiest of several machines", async () => {
    const data = ["a", "b"].flatMap((host) =>
      [0, 1, 2].map((minute) => ({ host, ...sample(host === "b" ? 91 : 10, minute) })),
    );
    const found = await run({ data, series_column: "host" });
    expect(found.status).toBe("critical");
    expect(found.notes).toContain("the data hold 2 series; the figures are of b, whose newest sample is highest");
  });

  it("takes bare numbers and tables without cores or load", async () => {
    expect(await run({ data: [10, 20, 30] })).toMatchObject({
      samples: 3,
      busiest_core: null,
      load: null,
      core_spread: null,
    });
  });
});
