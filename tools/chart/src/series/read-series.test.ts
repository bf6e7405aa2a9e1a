import { createTable, type TableRecord } from "@aiecs/core/toolkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseX, chooseY } from "./choose-columns.ts";
import type { Aggregation } from "./groups.ts";
import { readSeries } from "./read-series.ts";
import type { Series } from "./series.ts";

type Request = { x?: string; y?: string; aggregation?: Aggregation; maxPoints?: number; maxCategories?: number };

function read(rows: readonly TableRecord[], request: Request = {}): Promise<Series> {
  const table = createTable(rows);
  const { aggregation = "sum", maxPoints = 62, maxCategories = 12 } = request;
  const y = chooseY(table, request.y, request.x);
  const x = chooseX(table, request.x, y.kind === "column" ? y.name : undefined);
  return readSeries(table, { x, y, aggregation, maxPoints, maxCategories });
}

const day = (offset: number): string => new Date(Date.UTC(2024, 0, 1) + offset * 86_400_000).toISOString().slice(0, 10);

describe("a series along time", () => {
  it("keeps few dates as they are", async () => {
    const { points, notes } = await read([
      { date: day(1), amount: 2 },
      { date: day(0), amount: 1 },
    ]);
    expect(points.map(({ label, value }) => [label, value])).toEqual([
      ["1 Jan 2024", 1],
      ["2 Jan 2024", 2],
    ]);
    expect(notes).toEqual([]);
  });

  it("gathers many days into months, and no amount is lost", async () => {
    const rows = Array.from({ length: 700 }, (_, row) => ({ date: day(row), amount: row }));
    const { axis, points } = await read(rows);
    expect(axis).toEqual({ kind: "time", unit: "month" });
    expect(points).toHaveLength(23);
    expect(points.reduce((sum, point) => sum + point.value, 0)).toBe((699 * 700) / 2);
  });

  it("says when the last period is cut short, and marks it", async () => {
    const rows = Array.from({ length: 70 }, (_, row) => ({ date: day(row), amount: 1 }));
    const { points, notes } = await read(rows, { maxPoints: 8 });
    expect(points.at(-1)).toMatchObject({ label: "Mar 2024", value: 10, partial: true });
    expect(points[0]?.partial).toBeUndefined();
    expect(notes).toEqual(["The last month (Mar 2024) holds data up to 10 Mar 2024 only."]);
  });

  it("draws a period without rows as zero where rows are added up", async () => {
    const rows = [0, 0, 1, 3, 3].map((offset) => ({ time: `${day(offset)}T10:00:00`, amount: 5 }));
    const { points, notes } = await read(rows);
    expect(points.map(({ value }) => value)).toEqual([10, 5, 0, 10]);
    expect(notes).toEqual(["1 day without rows is drawn as 0."]);
  });

  it("invents no zero in a table of one row per period", async () => {
    const { points } = await read([
      { month: "2024-01", amount: 5 },
      { month: "2024-04", amount: 6 },
    ]);
    expect(points.map(({ label }) => label)).toEqual(["Jan 2024", "Apr 2024"]);
  });

  it("marks the periods that a table of totals says are unfinished", async () => {
    const rows = [
      { period: "2024-03", total: 2, full: false },
      { period: "2024-01", total: 9, full: true },
    ];
    const { points, notes } = await read(rows);
    expect(points.map(({ label, partial }) => [label, partial])).toEqual([
      ["Jan 2024", undefined],
      ["Mar 2024", true],
    ]);
    expect(notes).toEqual(["The data do not reach to the end of Mar 2024."]);
  });

  it("leaves out rows without a date or a value, and says how many", async () => {
    const rows = [
      { date: day(0), amount: 3 },
      { date: null, amount: 1 },
      { date: day(2), amount: null },
    ];
    const { points, rowsDrawn, notes } = await read(rows);
    expect([points.length, rowsDrawn]).toEqual([1, 1]);
    expect(notes).toEqual(["2 rows without date or amount are left out."]);
  });

  it("keeps sums whatever the dates are", async () => {
    const anyDate = fc
      .integer({ min: Date.UTC(1980, 0), max: Date.UTC(2060, 0) })
      .map((time) => new Date(time).toISOString());
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyDate, fc.integer({ min: -1000, max: 1000 })), { minLength: 1 }),
        async (rows) => {
          const { points } = await read(rows.map(([time, amount]) => ({ time, amount })));
          expect(points.length).toBeLessThanOrEqual(81);
          expect(points.reduce((sum, { value }) => sum + value, 0)).toBe(
            rows.reduce((sum, [, amount]) => sum + amount, 0),
          );
          expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).toSorted((one, other) => one - other));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("a series by category", () => {
  it("draws the largest groups and the rest as one, and says so", async () => {
    const rows = Array.from({ length: 10_000 }, (_, row) => ({ product: `p${row}`, sales: row }));
    const { points, notes } = await read(rows);
    expect(points).toHaveLength(12);
    expect(points[0]).toMatchObject({ label: "p9999", value: 9999 });
    expect(points.at(-1)).toMatchObject({ label: "Other (9,989 groups)", rest: true, value: (9988 * 9989) / 2 });
    expect(notes).toEqual([
      "The 11 largest of 10,000 groups are drawn one by one; “Other” is the sum of the remaining 9,989 groups.",
    ]);
  });

  it("keeps large losses among the drawn groups", async () => {
    const rows = Array.from({ length: 20 }, (_, row) => ({ product: `p${row}`, profit: row === 7 ? -500 : row }));
    const { points } = await read(rows, { maxCategories: 4 });
    expect(points.map(({ label }) => label)).toEqual(["p19", "p18", "p7", "Other (17 groups)"]);
  });

  it("names what has no name, and keeps groups apart whose labels are cut alike", async () => {
    const long = "x".repeat(200);
    const rows = [null, "", `${long}1`, `${long}2`].map((name, row) => ({ name, n: 10 - row }));
    const { points } = await read(rows, { x: "name" });
    expect(points.slice(0, 2).map(({ label }) => label)).toEqual(["(none)", "(blank)"]);
    expect(new Set(points.map(({ label }) => label)).size).toBe(4);
  });

  it("means the rest over its rows, not over its groups", async () => {
    const rows = [
      ...Array.from({ length: 4 }, () => ({ group: "a", price: 100 })),
      ...Array.from({ length: 3 }, () => ({ group: "b", price: 10 })),
      { group: "c", price: 2 },
    ];
    const { points } = await read(rows, { aggregation: "mean", maxCategories: 2 });
    expect(points.at(-1)).toMatchObject({ rest: true, value: 8 });
  });
});

describe("a series along numbers", () => {
  it("follows the rows where there is no column to follow", async () => {
    const { points, x } = await read([{ n: 3 }, { n: 4 }]);
    expect(points.map(({ x: place, value }) => [place, value])).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(x).toEqual({ name: null, heading: "Row" });
  });

  it("gathers many numbers into even steps, and says so", async () => {
    const rows = Array.from({ length: 1000 }, (_, row) => ({ x: row, n: 1 }));
    const { points, notes } = await read(rows, { x: "x", aggregation: "count" });
    expect(points).toHaveLength(50);
    expect(points.every(({ value }) => value === 20)).toBe(true);
    expect(notes).toEqual(["1,000 rows are drawn as counts over steps of 20."]);
  });

  it("says that an amount is quantity times price", async () => {
    const { points, y, notes } = await read([{ item: "a", quantity: 3, price_eur: 2.5 }]);
    expect([points[0]?.value, y.name, y.unit.prefix]).toEqual([7.5, "quantity × price_eur", "€"]);
    expect(notes).toEqual(["The amount is quantity × price_eur, since the data has no amount column."]);
  });
});
