import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { generateReportInput, generateReportOutput } from "#schemas/generate-report.ts";
import { readRealData } from "#testing-fixtures/real-data.ts";
import { generateReport } from "./generate-report.ts";

async function run(params: unknown) {
  await using context = createTestContext();
  return generateReportOutput.parse(await generateReport(generateReportInput.parse(params), context));
}

describe("generate_report", () => {
  it("sums up four years of weather, for people and as data", async () => {
    const { markdown, data } = await run({ df: readRealData("seattle-weather.csv"), title: "Seattle" });
    expect(data).toMatchObject({ title: "Seattle", rows: 1461, columns: 6, missing_cells: 0 });
    expect(data.numbers.temp_max).toMatchObject({ count: 1461, min: -1.6, max: 35.6 });
    expect(data.categories.weather?.top[0]).toMatchObject({ value: "rain", count: 641 });
    expect(data.correlations[0]).toMatchObject({ one: "temp_max", other: "temp_min" });
    expect(data.development).toMatchObject({ time_column: "date", from: "2012-01-01", to: "2015-12-31" });
    expect(markdown).toMatch(/^# Seattle\n\n1,461 rows, 6 columns, 0 empty cells\./);
    expect(markdown).not.toMatch(/by 0 per|samples that trend and season/);
    expect(markdown).toContain("temp_max and temp_min move together (correlation 0.88)");
    expect(markdown).toContain("rain (43.9 %)");
  });

  it("looks at the sum per period where a day has many rows", async () => {
    const df = Array.from({ length: 400 }, (_, row) => ({
      date: `2026-01-${String(1 + Math.floor(row / 20)).padStart(2, "0")}`,
      amount: 10 + Math.floor(row / 20) + (row % 3),
    }));
    expect((await run({ df })).data.development).toMatchObject({
      value_column: "amount_sum",
      time_column: "period",
      samples: 20,
      trend: "increasing",
    });
  });

  it("tells of what is missing", async () => {
    const df = Array.from({ length: 20 }, (_, row) => ({ a: row % 4 === 0 ? null : row, b: "x" }));
    const { data, markdown } = await run({ df });
    expect(data).toMatchObject({ missing_cells: 5, development: null });
    expect(data.findings).toContain("a is empty in 25 % of the rows.");
    expect(markdown).toContain("5 empty cells");
  });

  it("lets nothing in names or values act as Markdown or HTML", async () => {
    const { markdown } = await run({
      df: [{ "<script>|\n# x": 1, note: "[click](javascript:1) `x` <img src=x>" }],
      title: "# <b>title</b>",
    });
    expect(markdown).not.toMatch(/<(script|img|b)>?/);
    expect(markdown.split("\n").filter((line) => line.startsWith("# "))).toEqual(["# \\# &lt;b&gt;title&lt;/b&gt;"]);
    expect(markdown).not.toContain("[click]");
  });

  it("works on an empty table, one row, and refuses no columns", async () => {
    expect((await run({ df: [{ a: 1 }] })).data).toMatchObject({ rows: 1, development: null, correlations: [] });
    await expect(run({ df: [] })).rejects.toThrow("a table without columns");
  });

  it("[TOOL-8] says the same twice, and stops on abort", async () => {
    const params = { df: readRealData("seattle-weather.csv") };
    expect(await run(params)).toEqual(await run(params));
    await using context = createTestContext();
    context.abort(new Error("stop"));
    await expect(generateReport(generateReportInput.parse(params), context)).rejects.toThrow("stop");
  });
});
