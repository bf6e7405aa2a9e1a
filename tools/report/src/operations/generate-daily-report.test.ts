import { readFile } from "node:fs/promises";
import { createTestContext } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { readPdf } from "#testing-fixtures/read-pdf.ts";
import { generateDailyReport } from "./generate-daily-report.ts";

const metrics = {
  totals: { revenue_eur: 1204.5, orders: 31 },
  by_category: [{ category: "Books", revenue_eur: 1204.5 }],
};
const template = "daily_sales_template";

describe("generate_daily_report", () => {
  it("shows the key figures, the charts with what they say, and every figure in a table", async () => {
    await using context = createTestContext();
    const content = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"/>';
    const svg = await context.artifacts.write({ name: "c.svg", mediaType: "image/svg+xml", content });
    const chart = {
      title: "Revenue",
      alt: "Bar chart: Revenue. Books: €1,204.50.",
      svg,
      notes: ["two rows were left out"],
    };
    const result = await generateDailyReport(
      { charts: [chart, [chart]], metrics, template, date: "2026-01-31" },
      context,
    );
    const pdf = readPdf(await readFile(result.path));
    expect(pdf.pages.join(" ")).toBe(
      "Daily sales report 31 January 2026 Total revenue €1,204.50 Total orders 31 Charts Figure 1: Bar chart: Revenue. Books: €1,204.50. Figure 2: Bar chart: Revenue. Books: €1,204.50. Totals Figure Value Revenue €1,204.50 Orders 31 By category Category Revenue Books €1,204.50 Notes • two rows were left out Page 1 of 1",
    );
    expect(pdf.bookmarks).toEqual(["Charts", "Totals", "By category", "Notes"]);
    expect(result).toMatchObject({ title: "Daily sales report", charts: 2, pages: 1, notes: [] });
  });

  it("names the known templates when it is asked for another", async () => {
    await using context = createTestContext();
    await expect(
      generateDailyReport({ charts: [], metrics, template: "daily_sale_template" }, context),
    ).rejects.toThrow(
      'template: unknown template "daily_sale_template", did you mean daily_sales_template? (known are daily_sales_template)',
    );
  });

  it.each([
    [
      { input: { date: "2026-03-01" }, taskId: "daily_2026-03-02" },
      "1 March 2026",
      "The date is that of the plan's input.",
    ],
    [{ taskId: "daily_analysis_2026-03-02" }, "2 March 2026", "The date is the one in the task's name."],
  ])("is of the day that the plan or the task names: %j", async (options, written, note) => {
    await using context = createTestContext(options);
    const result = await generateDailyReport({ charts: [], metrics, template }, context);
    expect(readPdf(await readFile(result.path)).pages[0]).toContain(`Daily sales report ${written}`);
    expect(result.notes).toEqual([note]);
  });

  it("[TOOL-8] asks no clock: without a date it carries none, and says so", async () => {
    await using context = createTestContext();
    const params = { charts: [], metrics, template };
    const [one, other] = [await generateDailyReport(params, context), await generateDailyReport(params, context)];
    expect(one.sha256).toBe(other.sha256);
    expect(one.notes).toEqual([
      "The report carries no date: none was given as date, in the plan's input or in the task's name.",
    ]);
  });
});
