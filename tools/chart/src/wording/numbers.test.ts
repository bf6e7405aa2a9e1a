import { describe, expect, it } from "vitest";
import { exactNumber, percentage, shortNumber } from "./numbers.ts";
import { unitOf } from "./units.ts";

describe("figures", () => {
  it.each([
    [1_234_567.891, "1,234,567.89", "1.23M"],
    [-42, "-42", "-42"],
    [0, "0", "0"],
    [999_999, "999,999", "1M"],
    [999_400, "999,400", "999k"],
    [0.012345, "0.0123", "0.0123"],
    [2_750_000_000, "2,750,000,000", "2.75B"],
    [1e300, "1E300", "1E300"],
    [-1e-9, "-1E-9", "-1E-9"],
  ])("writes %d in full as %s and short as %s", (value, exact, short) => {
    expect([exactNumber(value), shortNumber(value)]).toEqual([exact, short]);
  });

  it.each([
    ["revenue_eur", -1234.5, "-€1,234.50", "-€1.23k"],
    ["Price ($)", 12, "$12", "$12"],
    ["cpuPercent", 45.678, "45.68%", "45.7%"],
    ["used_bytes", 3_000_000_000, "3,000,000,000 B", "3 GB"],
    ["eurasia", 5, "5", "5"],
  ])("writes a value of %s with its unit", (column, value, exact, short) => {
    const unit = unitOf(column);
    expect([exactNumber(value, unit), shortNumber(value, unit)]).toEqual([exact, short]);
  });

  it("never rounds a part of the whole to nothing", () => {
    expect([percentage(0.4521), percentage(0.0001), percentage(0)]).toEqual(["45.2%", "<0.1%", "0.0%"]);
  });
});
