import { createTestContext } from "@aiecs/core/testing";
import type { Artifact, ToolContext } from "@aiecs/core/toolkit";
import { describe, expect, it } from "vitest";
import { pixelCount } from "./pixel-count.ts";
import { readCharts } from "./read-charts.ts";

const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';

async function chart(
  context: Pick<ToolContext, "artifacts">,
  title: string,
): Promise<{ title: string; alt: string; svg: Artifact; notes: string[] }> {
  const svg = await context.artifacts.write({ name: `${title}.svg`, mediaType: "image/svg+xml", content: picture });
  return { title, alt: `${title}: 5`, svg, notes: [`about ${title}`] };
}

describe("the charts of a report", () => {
  it("are found in results, dashboards, artifacts and lists within lists, in their order", async () => {
    await using context = createTestContext();
    const [one, two, three, four] = await Promise.all(
      ["one", "two", "three", "four"].map((title) => chart(context, title)),
    );
    const dashboard = { title: "All", charts: [two, three], figures: [{ label: "Rows", value: 3, text: "3" }] };
    const { charts, figures } = await readCharts([one, [[dashboard]], four?.svg], context);
    expect(charts.map(({ title, alt, notes }) => [title, alt, notes.length])).toEqual([
      ["one", "one: 5", 1],
      ["two", "two: 5", 1],
      ["three", "three: 5", 1],
      ["four.svg", "four.svg", 0],
    ]);
    expect(figures).toEqual([{ label: "Rows", text: "3" }]);
    expect((await readCharts(dashboard, context)).title).toBe("All");
  });

  it.each([
    [undefined, 0],
    [[], 0],
    [null, 0],
  ])("may be none: %j", async (value, count) => {
    await using context = createTestContext();
    expect((await readCharts(value, context)).charts).toHaveLength(count);
  });

  it("says which of them is none", async () => {
    await using context = createTestContext();
    const good = await chart(context, "good");
    const expected = "expected a chart, a dashboard, an artifact that holds a picture, or a list of them";
    await expect(readCharts([good, { rows: 3 }], context)).rejects.toThrow(
      `charts[1]: ${expected}, received an object with rows`,
    );
    await expect(readCharts([good, null], context)).rejects.toThrow(`charts[1]: ${expected}, received nothing`);
    await expect(readCharts({ charts: [5] }, context)).rejects.toThrow(
      `charts.charts[0]: ${expected}, received a number`,
    );
    const text = await context.artifacts.write({ name: "a.txt", mediaType: "text/plain", content: "x" });
    await expect(readCharts(text, context)).rejects.toThrow(
      "charts: expected a picture (image/svg+xml, image/png, image/jpeg), received text/plain (a.txt)",
    );
  });

  it("[TOOL-6] are read only where tools may read", async () => {
    await using context = createTestContext();
    const { svg } = await chart(context, "one");
    await expect(readCharts({ ...svg, id: "0", path: "/etc/passwd" }, context)).rejects.toThrow(
      /lies outside the folders that tools may use/,
    );
  });

  it("[TOOL-6] have no more pixels than they may, whatever their size in bytes", async () => {
    await using context = createTestContext();
    const header = Buffer.alloc(33);
    header.writeUInt32BE(0x89504e47);
    header.write("IHDR", 12);
    header.writeUInt32BE(60_000, 16);
    header.writeUInt32BE(60_000, 20);
    const png = await context.artifacts.write({ name: "bomb.png", mediaType: "image/png", content: header });
    await expect(readCharts(png, context)).rejects.toThrow(
      "charts: bomb.png has 3600000000 pixels, the config's limits.max_pixels allows 50000000",
    );
    const none = await context.artifacts.write({ name: "none.png", mediaType: "image/png", content: "GIF89a" });
    await expect(readCharts(none, context)).rejects.toThrow("charts: none.png is no image/png picture");
  });

  it("know the size of a JPEG", () => {
    const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc2, 0, 11, 8, 1, 0, 2, 0, 3, 0, 0, 0];
    expect(pixelCount(Uint8Array.from(jpeg))).toBe(256 * 512);
    expect(pixelCount(Uint8Array.from([0xff, 0xd8, 0xff]))).toBeUndefined();
  });
});
