import { describe, expect, it } from "vitest";
import { createTable } from "./create-table.ts";
import { breakable, isRightToLeft, paragraphs } from "./text.ts";

describe("a table of a report", () => {
  it("sets columns of figures to the right and as wide as they are, texts share the rest", () => {
    const table = createTable({
      header: ["Name", "Amount", "Remark"],
      rows: [
        ["a", "€1,200.50", "a longer remark of some forty characters"],
        ["b", "–", ""],
      ],
    });
    expect(table.align).toEqual(["left", "right", "left"]);
    expect(table.widths).toEqual([6, null, 40]);
  });

  it("gives each of many columns what it needs", () => {
    const header = ["Period", ...Array.from({ length: 8 }, (_, place) => `Figure ${place}`)];
    expect(createTable({ header, rows: [["2026-01-01", ...new Array<string>(8).fill("1")]] }).widths).toEqual(
      new Array(9).fill(null),
    );
  });

  it("breaks the headings of figures where the columns would not fit otherwise", () => {
    const header = ["Category", "Total amount", "Average consumption billion", "Total consumption billion", "Orders"];
    const row = ["repeat, large basket", "31,496.40", "$5,480.23", "$1,901,640.60", "12"];
    expect(createTable({ header, rows: [row] }).header.slice(2)).toEqual([
      [{ t: "text", v: "Average" }, { t: "break" }, { t: "text", v: "consumption billion" }],
      [{ t: "text", v: "Total consumption" }, { t: "break" }, { t: "text", v: "billion" }],
      "Orders",
    ]);
    expect(createTable({ header: header.slice(0, 3), rows: [row.slice(0, 3)] }).header).toEqual(header.slice(0, 3));
  });

  it("fills up short rows", () => {
    expect(createTable({ header: ["a"], rows: [["1", "2"], []] })).toMatchObject({
      header: ["a", ""],
      rows: [
        ["1", "2"],
        ["", ""],
      ],
    });
  });
});

describe("text of a report", () => {
  it("parts paragraphs at blank lines and keeps line ends", () => {
    expect(paragraphs("a\nb\n\n \nc\r\n\r\nd")).toEqual([
      { t: "par", c: [{ t: "text", v: "a" }, { t: "break" }, { t: "text", v: "b" }] },
      { t: "par", c: [{ t: "text", v: "c" }] },
      { t: "par", c: [{ t: "text", v: "d" }] },
    ]);
  });

  it("may break inside words that are longer than a line, and nowhere else", () => {
    expect(breakable("plain words of usual length")).toBe("plain words of usual length");
    expect(breakable("👨‍👩‍👧".repeat(30)).split("\u200b")).toEqual(["👨‍👩‍👧".repeat(24), "👨‍👩‍👧".repeat(6)]);
    expect(breakable("x".repeat(60)).replaceAll("\u200b", "|")).toBe(
      `${"x".repeat(24)}|${"x".repeat(24)}|${"x".repeat(12)}`,
    );
  });

  it("runs as its first letter does", () => {
    expect(["שלום abc", "abc שלום", "123 مرحبا", ""].map(isRightToLeft)).toEqual([true, false, true, false]);
  });
});
