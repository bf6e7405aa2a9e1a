import { describe, expect, it } from "vitest";
import { dateWithin, isCalendarDate, longDate, periodName } from "./dates.ts";
import { measureHeading } from "./heading-of.ts";
import { writerFor, writtenAs } from "./numbers.ts";

describe("figures of a report", () => {
  it.each([
    ["revenue_eur", -1234.5, "-€1,234.50"],
    ["revenue_eur_count", 12, "12"],
    ["cpu_percent", 45.678, "45.68%"],
    ["cpu_percent_mean", 45.678, "45.68%"],
    ["cpu_percent_count", 12, "12"],
    ["growth", 0.125, "+12.5%"],
    ["share", 0.5, "50.0%"],
    ["rows", 2_100, "2,100"],
    ["ratio", 0.00012345, "0.000123"],
    ["big", 1e300, "1E300"],
  ])("writes %s %d as %s", (name, value, text) => {
    expect(writtenAs(name, value)).toBe(text);
  });

  it("writes cents in all rows of a column, or in none", () => {
    expect([1, 2.5].map(writerFor("price_eur", [1, 2.5]))).toEqual(["€1.00", "€2.50"]);
    expect([1, 2].map(writerFor("price_eur", [1, 2]))).toEqual(["€1", "€2"]);
  });

  it("writes decimals in all rows of a column where most have them, unless some are too small", () => {
    const amounts = [28592.7, 40433.81, 0];
    expect(amounts.map(writerFor("amount", amounts))).toEqual(["28,592.70", "40,433.81", "0.00"]);
    const mixed = [9727, 2.31, 2];
    expect(mixed.map(writerFor("quantity", mixed))).toEqual(["9,727", "2.31", "2"]);
    const small = [0.0123, 4.5];
    expect(small.map(writerFor("ratio", small))).toEqual(["0.0123", "4.5"]);
  });

  it("names columns as people would", () => {
    expect(["revenue_eur_sum", "unit_price", "Order Total"].map(measureHeading)).toEqual([
      "Total revenue",
      "Unit price",
      "Order Total",
    ]);
  });
});

describe("dates of a report", () => {
  it("are found in the name of a task", () => {
    expect(dateWithin("daily_analysis_2026-01-31")).toBe("2026-01-31");
    expect([dateWithin("run-2026-02-31"), dateWithin("daily")]).toEqual([undefined, undefined]);
  });

  it("exist in the calendar, and are written out", () => {
    expect(["2026-02-28", "2026-02-29", "31.1.2026"].map(isCalendarDate)).toEqual([true, false, false]);
    expect(longDate("2026-02-08")).toBe("8 February 2026");
    const periods = (["month", "quarter", "year"] as const).map((period) => periodName("2026-04-01", period));
    expect(periods).toEqual(["Apr 2026", "Q2 2026", "2026"]);
  });
});
