import { createTable } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { composeChart } from "#specs/compose-chart.ts";
import { composeTrend } from "#specs/compose-trend.ts";
import { renderPng } from "./render-png.ts";
import { renderSvg } from "./render-svg.ts";

const hostile = `");globalThis.pwned=1//\${x}<script>alert(1)</script>]]>&amp; datum.x '\\u0022 \u0000\u202e\ud800`;
const rows = [1, 2, 3, 4, 5].map((day) => ({
  date: `2024-01-0${day}`,
  [hostile]: day,
  "a.b[0]": 2 * day,
  [`c${hostile}`]: hostile + day,
}));

describe("rendering a chart", () => {
  it.each(["line", "area", "bar", "pie"] as const)(
    "draws a %s chart of hostile names and labels as text",
    async (kind) => {
      const chart = await composeChart(createTable(rows), {
        kind,
        y: hostile,
        x: kind === "pie" ? `c${hostile}` : "date",
        title: hostile,
      });
      const svg = await renderSvg(chart.spec, chart.words);
      expect(svg).not.toMatch(/<script|\]\]>|\p{Cc}|\u202e/u);
      expect(svg).toContain("&lt;script&gt;");
      expect(Reflect.has(globalThis, "pwned")).toBe(false);
      expect(renderPng(svg, 1).widthPx).toBeGreaterThan(600);
    },
  );

  it("draws the trend of a column whose name looks like a path", async () => {
    const chart = await composeTrend(createTable(rows), { y: "a.b[0]", title: hostile });
    expect(await renderSvg(chart.spec, chart.words)).toContain(">a.b[0]<");
  });

  it("loads nothing that a specification points at", async () => {
    const spec = {
      data: { url: "file:///etc/passwd", format: { type: "csv" } },
      mark: "point",
      encoding: { x: { field: "a", type: "quantitative" } },
    } as const;
    await expect(renderSvg(spec, { title: "t", alt: "a" })).rejects.toThrow(
      "The chart could not be drawn: charts load nothing, but it asks for file:///etc/passwd",
    );
  });

  it("gives the same text every time", async () => {
    const chart = await composeChart(createTable(rows), { y: hostile });
    const once = await renderSvg(chart.spec, chart.words);
    expect(await renderSvg(chart.spec, chart.words)).toBe(once);
    expect(Buffer.compare(renderPng(once).content, renderPng(once).content)).toBe(0);
  });

  it("names the picture for those who cannot see it", async () => {
    const chart = await composeChart(createTable([{ shop: "A & B", sales: 5 }]), { title: "Shops" });
    const svg = await renderSvg(chart.spec, chart.words);
    expect(svg).toContain("<title>Shops</title><desc>Bar chart: Shops. A &amp; B: 5.</desc>");
    expect(svg).toMatch(/^<svg[^>]* role="img"/);
    expect(svg).not.toContain(" id=");
  });
});
