import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTestContext } from "@aiecs/core/testing";
import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { chartResult } from "#schemas/chart-result.ts";
import { createSalesChart } from "./create-sales-chart.ts";

const sales = [
  { month: "2024-01", revenue_eur: 1200.5, region: "North" },
  { month: "2024-02", revenue_eur: 800.25, region: "South" },
  { month: "2024-03", revenue_eur: 1000, region: "North" },
];

describe("create_sales_chart", () => {
  it("tells the numbers it shows", async () => {
    await using context = createTestContext();
    const chart = await createSalesChart({ data: sales }, context);
    expect(chart).toMatchObject({
      kind: "bar",
      x: "month",
      y: "revenue_eur",
      aggregation: "sum",
      rows: 3,
      points: 3,
      notes: [],
    });
    expect(chart.alt).toBe(
      "Bar chart: Revenue by month. Total €3,000.75. Jan 2024: €1,200.50; Feb 2024: €800.25; Mar 2024: €1,000.",
    );
    const svg = await readFile(chart.svg.path, "utf8");
    for (const text of ["Revenue by month", "€1.2k", "€800", "total €3k"]) expect(svg).toContain(text);
    expect(chartResult.safeParse(chart).error).toBeUndefined();
  });

  it("[TOOL-5] keeps its pictures as artifacts", async () => {
    await using context = createTestContext();
    const { svg, png } = await createSalesChart({ data: sales }, context);
    expect([svg.media_type, png.media_type]).toEqual(["image/svg+xml", "image/png"]);
    const content = await readFile(png.path);
    expect(content.subarray(1, 4).toString()).toBe("PNG");
    expect([png.bytes, png.sha256]).toEqual([content.length, createHash("sha256").update(content).digest("hex")]);
  });

  it("copies the picture whose ending output_path has", async () => {
    await using context = createTestContext();
    const chart = await createSalesChart({ data: sales, output_path: "out/sales.PNG" }, context);
    expect(await readFile(join(context.folder, "out/sales.PNG"))).toEqual(await readFile(chart.png.path));
    await expect(createSalesChart({ data: sales, output_path: "sales.gif" }, context)).rejects.toThrow(
      'output_path: expected a name that ends in .svg or .png, received "sales.gif"',
    );
  });

  it("[TOOL-8] gives the same files for the same data", async () => {
    await using context = createTestContext();
    const [one, other] = [
      await createSalesChart({ data: sales }, context),
      await createSalesChart({ data: sales }, context),
    ];
    expect([one.svg.sha256, one.png.sha256]).toEqual([other.svg.sha256, other.png.sha256]);
  });

  it("[TOOL-8] stops on abort and writes nothing", async () => {
    await using context = createTestContext();
    context.abort(new Error("enough"));
    await expect(createSalesChart({ data: sales }, context)).rejects.toThrow("enough");
  });

  it.each([
    ["no rows", [], "The table has no rows."],
    ["nothing but nulls", [{ date: "2024-01-01", amount: null }], "None of 1 row has a value for date and amount."],
  ])("draws an empty picture that says why, for %s", async (_name, data, reason) => {
    await using context = createTestContext();
    const chart = await createSalesChart({ data, ...(data.length > 0 && { y: "amount" }) }, context);
    expect(chart).toMatchObject({ kind: "empty", points: 0, notes: [reason] });
    const svg = await readFile(chart.svg.path, "utf8");
    expect(svg).toContain("No data");
    expect(svg).toContain(reason);
  });

  it("draws parts of a whole as a pie, and refuses a pie of losses", async () => {
    await using context = createTestContext();
    const pie = await createSalesChart({ data: sales, x: "region", kind: "pie" }, context);
    expect(pie.alt).toBe(
      "Pie chart: Revenue by region. Total €3,000.75. North: €2,200.50 (73.3%); South: €800.25 (26.7%).",
    );
    const losses = [
      { shop: "a", profit: 5 },
      { shop: "b", profit: -2 },
    ];
    await expect(createSalesChart({ data: losses, kind: "pie" }, context)).rejects.toThrow(
      'kind: a pie cannot show negative values, but b is -2; use kind "bar"',
    );
  });

  it("draws bars where a line has nothing to follow, and says so", async () => {
    await using context = createTestContext();
    const chart = await createSalesChart({ data: sales, x: "region", kind: "line" }, context);
    expect([chart.kind, chart.notes]).toEqual([
      "bar",
      ["Bars are drawn, since Region has no order a line could follow."],
    ]);
  });

  it("adds up a million rows, and leaves none out", async () => {
    await using context = createTestContext();
    const rows = 1_000_000;
    const data = createTable({
      columns: {
        shop: Array.from({ length: rows }, (_, row) => `shop ${row % 20_000}`),
        amount: Array.from({ length: rows }, (_, row) => row % 7),
      },
    });
    const chart = await createSalesChart({ data }, context);
    const total = Array.from({ length: 7 }, (_, rest) => rest * Math.ceil((rows - rest) / 7)).reduce(
      (sum, part) => sum + part,
    );
    expect(chart.alt).toContain(`Total ${total.toLocaleString("en-US")}.`);
    expect(chart.points).toBe(12);
    expect(chart.notes[0]).toMatch(/^The 11 largest of 20,000 groups/);
  });

  it("says when a text is in a script that the bundled fonts lack", async () => {
    await using context = createTestContext();
    const chart = await createSalesChart({ data: [{ 店: "東京", n: 1 }], x: "店" }, context);
    expect(chart.notes.at(-1)).toMatch(/^The bundled fonts lack 3 of the characters \(店 東 京\)/);
    expect(await readFile(chart.svg.path, "utf8")).toContain("東京");
  });
});
