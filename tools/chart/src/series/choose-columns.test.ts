import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { categoryColumns, chooseX, chooseY } from "./choose-columns.ts";

const orders = createTable([
  { order_id: 1, order_date: "2026-01-01", category: "Books", quantity: 2, unit_price: 5, amount: 10 },
  { order_id: 2, order_date: "2026-01-02", category: "Games", quantity: 1, unit_price: 7, amount: 7 },
]);

describe("choosing what to measure", () => {
  it("prefers an amount to prices, quantities and ids", () => {
    expect(chooseY(orders, undefined, undefined)).toEqual({ kind: "column", name: "amount" });
  });

  it("multiplies quantity and price where there is no amount", () => {
    const table = createTable([{ item: "a", quantity: 2, unit_price: 5 }]);
    expect(chooseY(table, undefined, undefined)).toEqual({
      kind: "product",
      quantity: "quantity",
      price: "unit_price",
    });
  });

  it("never multiplies totals and means of groups", () => {
    const table = createTable([{ category: "a", quantity_sum: 2, unit_price_mean: 5 }]);
    expect(chooseY(table, undefined, undefined)).toEqual({ kind: "column", name: "quantity_sum" });
  });

  it("prefers the sum among the statistics of a column", () => {
    const table = createTable([
      { category: "a", count: 3, amount_count: 3, amount_mean: 2, amount_std: 1, amount_sum: 6, amount_max: 4 },
    ]);
    expect(chooseY(table, undefined, undefined)).toEqual({ kind: "column", name: "amount_sum" });
  });

  it("counts rows where nothing is measured", () => {
    expect(chooseY(createTable([{ id: 1, name: "a" }]), undefined, undefined)).toEqual({ kind: "count" });
  });

  it("refuses a column of text, naming the numeric ones", () => {
    expect(() => chooseY(orders, "category", undefined)).toThrow(
      /^y: expected a numeric column, but "category" holds string values \(numeric columns are order_id, quantity, unit_price, amount\)$/,
    );
  });
});

describe("choosing what to draw along", () => {
  it("prefers time, then a category, then the rows' order", () => {
    expect(chooseX(orders, undefined, "amount")).toEqual({ kind: "time", name: "order_date" });
    expect(chooseX(createTable([{ shop: "a", n: 1 }]), undefined, "n")).toEqual({ kind: "category", name: "shop" });
    expect(chooseX(createTable([{ n: 1 }]), undefined, "n")).toEqual({ kind: "position" });
  });

  it.each([["2024-Q1"], ["2024-01"], ["2024-W07"]])("knows that %s is a time", (period) => {
    expect(chooseX(createTable([{ label: period, n: 1 }]), undefined, "n")).toEqual({ kind: "time", name: "label" });
  });

  it("takes four digits for years only where the column says so", () => {
    expect(chooseX(createTable([{ year: 1999, n: 1 }]), undefined, "n").kind).toBe("time");
    expect(chooseX(createTable([{ zip: "1999", n: 1 }]), undefined, "n").kind).toBe("category");
  });

  it("names the known columns when the one asked for is missing", () => {
    expect(() => chooseX(orders, "categry", undefined)).toThrow(
      /^x: Unknown column "categry", did you mean "category"\?/,
    );
  });

  it("puts columns that name each row last among the categories", () => {
    const rows = Array.from({ length: 30 }, (_, row) => ({ note: `note ${row}`, colour: row % 2 ? "red" : "blue" }));
    expect(categoryColumns(createTable(rows)).map(({ name }) => name)).toEqual(["colour", "note"]);
  });
});
