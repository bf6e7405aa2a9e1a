import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { dashboardResult } from "#schemas/create-dashboard.ts";
import { createDashboard } from "./create-dashboard.ts";

const analysis = {
  totals: { amount_eur: 84_645, orders: 1_204 },
  growth: 0.055,
  by_period: [
    { period: "2026-01", amount_eur: 40_000 },
    { period: "2026-02", amount_eur: 44_645 },
  ],
  by_category: [
    { category: "Books", amount_eur: 60_000 },
    { category: "Games", amount_eur: 24_645 },
  ],
  top_products: [
    { product: "Chess", total: 9_000 },
    { product: "Go", total: 8_000 },
  ],
};

describe("create_dashboard", () => {
  it("draws every list and shows every figure of an analysis", async () => {
    await using context = createTestContext();
    const result = await createDashboard({ data: analysis, title: "January" }, context);
    expect(result.charts.map(({ title, x }) => [title, x])).toEqual([
      ["Amount by month", "period"],
      ["Amount by category", "category"],
      ["Top products", "product"],
    ]);
    // The first of many products are no whole: they have no total and no shares.
    expect(result.charts[2]?.alt).toBe("Bar chart: Top products. Chess: 9,000; Go: 8,000.");
    expect(result.alt).toContain(
      "Dashboard: January, 3 charts. Total amount: €84,645; Total orders: 1,204; Growth: +5.5%.",
    );
    expect(dashboardResult.safeParse(result).error).toBeUndefined();
    const sheet = await readFile(result.svg.path, "utf8");
    for (const text of ["January", "€84,645", "+5.5%", "Amount by month", "Top products"])
      expect(sheet).toContain(text);
    expect(context.progressed.length).toBe(3);
  });

  it("draws a sales analysis under the names and units of its columns", async () => {
    await using context = createTestContext();
    const columns = { amount: "revenue_eur", category: "product_line" };
    const data = { columns, by_category: [{ category: "Books", total: 60_000, count: 3, share: 1 }] };
    const { charts } = await createDashboard({ data, title: "Sales" }, context);
    expect(charts[0]?.alt).toBe("Bar chart: Revenue by product line. Books: €60,000.");
  });

  it("is one page that loads and runs nothing", async () => {
    await using context = createTestContext();
    const page = await readFile(
      (await createDashboard({ data: analysis, title: "January" }, context)).html.path,
      "utf8",
    );
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("Content-Security-Policy\" content=\"default-src 'none'");
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\bon\w+=|url\(|@import|(?:src|href)=/i);
    expect(page.match(/<figure>\s*<svg/g)).toHaveLength(3);
    expect(page).toContain('<th scope="row" dir="auto">Feb 2026</th><td>€44,645</td>');
    const addresses = page.replaceAll(/xmlns(?::xlink)?="[^"]+"/g, "").match(/\w+:\/\/\S+/g);
    expect(addresses).toBeNull();
  });

  it("writes hostile texts as text", async () => {
    await using context = createTestContext();
    const evil = `</title></style></svg><script>alert("1")</script><img src=x onerror=alert(1)>&'`;
    const data = {
      [evil]: 5,
      by_thing: [
        { [evil]: evil, amount: 1 },
        { [evil]: `${evil}2`, amount: 2 },
      ],
    };
    const result = await createDashboard({ data, title: evil }, context);
    const page = await readFile(result.html.path, "utf8");
    expect(page).not.toMatch(/<script|<img/i);
    expect(page.match(/<\/title>/g)).toHaveLength(2);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(result.png.bytes).toBeGreaterThan(1000);
  });

  it("chooses charts and figures for a bare table", async () => {
    await using context = createTestContext();
    const rows = Array.from({ length: 90 }, (_, row) => ({
      date: new Date(Date.UTC(2026, 0, 1 + row)).toISOString().slice(0, 10),
      amount: 10,
      category: ["Books", "Games", "Music"][row % 3],
      comment: `comment ${row}`,
    }));
    const { charts, figures } = await createDashboard({ data: rows, title: "Sales" }, context);
    expect(charts.map(({ x }) => x)).toEqual(["date", "category"]);
    expect(figures.slice(0, 2)).toEqual([
      { label: "Rows", value: 90, text: "90" },
      { label: "Total amount", value: 900, text: "900" },
    ]);
  });

  it("draws the charts it is told to", async () => {
    await using context = createTestContext();
    const charts = [{ source: "by_category", kind: "pie", title: "Shares" }] as const;
    const result = await createDashboard({ data: analysis, title: "January", charts }, context);
    expect(result.charts.map(({ title, kind }) => [title, kind])).toEqual([["Shares", "pie"]]);
    const unknown = createDashboard({ data: analysis, title: "x", charts: [{ source: "by_shop" }] }, context);
    await expect(unknown).rejects.toThrow(
      'charts[0].source: expected a list of records in data (it holds by_period, by_category, top_products), received "by_shop"',
    );
  });

  it("copies the file whose ending output_path has", async () => {
    await using context = createTestContext();
    const result = await createDashboard({ data: analysis, title: "January", output_path: "dashboard.html" }, context);
    expect(await readFile(join(context.folder, "dashboard.html"))).toEqual(await readFile(result.html.path));
  });

  it("[TOOL-8] gives the same files for the same data, and stops on abort", async () => {
    await using context = createTestContext();
    const [one, other] = [
      await createDashboard({ data: analysis, title: "J" }, context),
      await createDashboard({ data: analysis, title: "J" }, context),
    ];
    expect([one.html.sha256, one.png.sha256]).toEqual([other.html.sha256, other.png.sha256]);
    context.abort(new Error("enough"));
    await expect(createDashboard({ data: analysis, title: "J" }, context)).rejects.toThrow("enough");
  });

  it("makes of all charts one specification", async () => {
    await using context = createTestContext();
    const { spec } = await createDashboard({ data: analysis, title: "January" }, context);
    const { compile } = await import("vega-lite");
    const warnings: unknown[] = [];
    const logger = {
      warn: (text: unknown) => (warnings.push(text), logger),
      info: () => logger,
      debug: () => logger,
      error: () => logger,
      level: () => logger,
    };
    expect(compile(JSON.parse(JSON.stringify(spec)), { logger }).spec.marks).toHaveLength(3);
    expect(warnings).toEqual([]);
  });
});
