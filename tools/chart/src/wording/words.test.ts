import { describe, expect, it } from "vitest";
import { categoryLabel, cleanText } from "./clean-text.ts";
import { measureHeading } from "./measure-heading.ts";
import { headingOf, wordsOf } from "./words.ts";

describe("words", () => {
  it.each([
    ["unit_price", ["unit", "price"], "Unit price"],
    ["orderDate", ["order", "date"], "orderDate"],
    ["Order Total (€)", ["order", "total", "€"], "Order Total (€)"],
    ["cpu_usage", ["cpu", "usage"], "CPU usage"],
    ["日付", ["日付"], "日付"],
    ["", [], "(unnamed)"],
    ["___", [], "___"],
  ])("reads the column name %j", (name, words, heading) => {
    expect([wordsOf(name), headingOf(name)]).toEqual([words, heading]);
  });

  it.each([
    ["amount_sum", "Total amount"],
    ["cpu_percent_mean", "Average CPU percent"],
    ["revenue_eur", "Revenue"],
    ["eur", "Eur"],
    ["sum", "Sum"],
  ])("heads the measure %s with %j", (name, heading) => {
    expect(measureHeading(name)).toBe(heading);
  });
});

describe("clean text", () => {
  it("is one printable line, whatever it was", () => {
    expect(cleanText("a\u0000b\r\n\tc\u202ed\ud800e\u2028f")).toBe("a b c d\ufffde f");
  });

  it("cuts long texts without breaking a character", () => {
    expect(cleanText("x".repeat(300), 10)).toBe(`${"x".repeat(9)}…`);
    expect(cleanText("🚀".repeat(300), 10)).toBe("🚀🚀🚀🚀…");
    expect(cleanText("a".repeat(10_000_000))).toHaveLength(200);
  });

  it("names values that would leave a label blank", () => {
    expect([null, "", " \t", false, 0].map(categoryLabel)).toEqual(["(none)", "(blank)", "(blank)", "false", "0"]);
  });
});
