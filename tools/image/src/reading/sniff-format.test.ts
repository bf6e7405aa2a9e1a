import { describe, expect, it } from "vitest";
import { sniffFormat } from "./sniff-format.ts";

const sniff = (text: string) => sniffFormat(Buffer.from(text, "utf8"));

describe("the format by content", () => {
  it.each([
    `<svg xmlns="http://www.w3.org/2000/svg"/>`,
    `\uFEFF<?xml version="1.0"?>\n<!-- drawn by hand -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x">\n<svg>`,
    `<!DOCTYPE svg [<!ENTITY a "b">]><svg:svg xmlns:svg="http://www.w3.org/2000/svg">`,
  ])("takes %j for an SVG", (text) => {
    expect(sniff(text)).toBe("svg");
  });

  it.each(["", "P6 1 1 255 abc", "%PDF-1.7", "<html><svg></svg></html>", "a <svg>", "GIF", "<svgs>", "#!/bin/sh"])(
    "takes %j for no image",
    (text) => {
      expect(sniff(text)).toBeUndefined();
    },
  );

  it("is quick with text that is nearly an SVG", () => {
    const start = performance.now();
    expect(sniff(`<?xml ?>${"<!--".repeat(1_000)}`)).toBeUndefined();
    expect(sniff(`${" ".repeat(4_000)}<!DOCTYPE [${"]".repeat(90)}`)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(100);
  });
});
