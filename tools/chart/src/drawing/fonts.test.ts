import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";
import { parseFont } from "./font-file.ts";
import { fontFamily, loadFonts, missingCharacters, textWidth } from "./fonts.ts";

describe("fonts", () => {
  it.each([
    ["Hello World, 479k (99.8%)", false],
    ["Revenue by category", true],
    ["Ünïcödé €1,234.56", false],
  ])("measure %j as wide as it is painted", (text, bold) => {
    const weight = bold ? ' font-weight="bold"' : "";
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="50"><text y="30" font-size="20" font-family="${fontFamily}"${weight}>${text}</text></svg>`;
    const painted =
      new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [...loadFonts().files] } }).getBBox()?.width ?? 0;
    expect(Math.abs(textWidth(text, 20, bold) / painted - 1)).toBeLessThan(0.04);
  });

  it("know which characters they lack", () => {
    expect(missingCharacters("plain é € שלום مرحبا 日本 日 🚀")).toEqual(["日", "本", "🚀"]);
  });

  it("refuses a file that is no font", () => {
    expect(() => parseFont(new Uint8Array(64))).toThrow(/no table/);
  });
});
