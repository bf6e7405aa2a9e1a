import { describe, expect, it } from "vitest";
import type { Period } from "#schemas/calculate-metrics.ts";
import { nile } from "#testing-fixtures/known-series.ts";
import { describeCategories } from "./categories.ts";
import { describeColumn } from "./column-figures.ts";
import { findCorrelations } from "./correlations.ts";
import { formatNumber, formatP, formatShare, markdownTable, plainText } from "./markdown.ts";
import { choosePeriod, formatPeriod, startOfPeriod } from "./period.ts";
import { totalsTable } from "./totals.ts";

describe("describeColumn", () => {
  it("gives R's and SciPy's figures of the Nile", () => {
    expect(describeColumn(nile)).toEqual({
      count: 100,
      missing: 0,
      sum: 91_935,
      mean: 919.35,
      median: 893.5,
      std: expect.closeTo(169.22750063065095, 10),
      min: 456,
      max: 1370,
      q1: 798.5,
      q3: 1032.5,
      p5: expect.closeTo(697.8, 9),
      p95: 1210.5,
      skewness: expect.closeTo(0.327299778999177, 10),
      kurtosis: expect.closeTo(-0.25823306788973, 10),
    });
  });

  it("adds without losing the small ones", () => {
    expect(describeColumn(Float64Array.of(1e16, 1, 1, -1e16)).sum).toBe(2);
  });

  it("counts what is missing, and answers null for what too few values cannot tell", () => {
    expect(describeColumn(Float64Array.of(Number.NaN, 4, Number.POSITIVE_INFINITY))).toMatchObject({
      count: 1,
      missing: 2,
      mean: 4,
      std: null,
      skewness: null,
    });
    expect(describeColumn(new Float64Array(0))).toMatchObject({ count: 0, sum: null, median: null, min: null });
    expect(describeColumn(new Float64Array(9).fill(2))).toMatchObject({ std: 0, skewness: null, kurtosis: null });
  });
});

describe("periods", () => {
  const start = (moment: string, period: Period) => formatPeriod(startOfPeriod(Date.parse(moment), period), period);

  it("begin where the calendar says, before 1970 too", () => {
    const moment = "2026-05-20T13:45:00Z";
    expect(start(moment, "hour")).toBe("2026-05-20T13:00:00.000Z");
    expect(start(moment, "day")).toBe("2026-05-20");
    expect(start(moment, "week")).toBe("2026-05-18");
    expect(start(moment, "month")).toBe("2026-05-01");
    expect(start(moment, "quarter")).toBe("2026-04-01");
    expect(start(moment, "year")).toBe("2026-01-01");
    expect(start("1969-12-31T23:00:00Z", "week")).toBe("1969-12-29");
    expect(start("1969-12-31T23:00:00Z", "day")).toBe("1969-12-31");
  });

  it("are as short as reads well", () => {
    const over = (...days: number[]) => choosePeriod(Float64Array.from(days, (day) => day * 86_400_000));
    expect(over(0, 0.3, 1)).toBe("hour");
    expect(over(0, 1)).toBe("day");
    expect(over(0, 31)).toBe("day");
    expect(over(0, 365)).toBe("month");
    expect(over(0, 365 * 8)).toBe("quarter");
    expect(over(0, 365 * 60)).toBe("year");
  });
});

describe("totalsTable", () => {
  it("adds up per group, leaving out what is empty", async () => {
    const amount = { name: "amount", values: Float64Array.of(5, 1, Number.NaN, 2) };
    const kinds = ["a", "b", "a", "b"];
    const table = totalsTable(4, [amount], {
      label: "kind",
      keyOf: (row) => kinds[row],
      labelOf: (key) => key,
      order: "total",
    });
    expect(await table.records()).toEqual([
      { kind: "a", amount_sum: 5, amount_mean: 5, count: 2 },
      { kind: "b", amount_sum: 3, amount_mean: 1.5, count: 2 },
    ]);
  });
});

describe("describeCategories", () => {
  it("counts the most frequent, the earlier of equals first", () => {
    expect(describeCategories(["x", "y", null, "y", "x", true])).toEqual({
      distinct: 3,
      missing: 1,
      top: [
        { value: "x", count: 2, share: 0.4 },
        { value: "y", count: 2, share: 0.4 },
        { value: "true", count: 1, share: 0.2 },
      ],
    });
  });
});

describe("findCorrelations", () => {
  it("lists strong pairs over the rows that have both", async () => {
    const x = { name: "x", values: Float64Array.of(1, 2, 3, 4, 5, Number.NaN) };
    const y = { name: "y", values: Float64Array.of(2, 4, 6, 8, 10, 99) };
    const flat = { name: "flat", values: new Float64Array(6).fill(3) };
    expect(await findCorrelations([x, y, flat], async () => {})).toEqual([
      { one: "x", other: "y", correlation: expect.closeTo(1, 12) },
    ]);
  });
});

describe("markdown", () => {
  it("makes text from the data harmless", () => {
    expect(plainText('a|b\n# <img src=x onerror="1"> [l](http://x) `c` *d*')).toBe(
      'a\\|b \\# &lt;img src=x onerror="1"&gt; \\[l\\](http://x) \\`c\\` \\*d\\*',
    );
    expect(plainText("x".repeat(500))).toHaveLength(80);
    expect(plainText("\u202Eevil\u0000")).toBe("evil");
  });

  it("writes numbers for reading", () => {
    expect([1234567.891, 12.34567, 0.012345, 0, 1e20, null, Number.NaN].map(formatNumber)).toEqual([
      "1,234,567.89",
      "12.346",
      "0.01235",
      "0",
      "1.000e+20",
      "–",
      "–",
    ]);
    expect([formatShare(0.1234), formatP(0.0004), formatP(0.04)]).toEqual(["12.3 %", "p < 0.001", "p = 0.040"]);
  });

  it("lays out a table", () => {
    expect(markdownTable(["a", "b"], [["1", "2"]])).toBe("| a | b |\n| --- | ---: |\n| 1 | 2 |");
  });
});
