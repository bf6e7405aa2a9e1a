import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { termsOf, wordsOf } from "./terms.ts";

describe("terms", () => {
  it("leaves out stop words, stems English, lowers case and accents", () => {
    expect(termsOf("How are the References RESOLVED? Café résumé naïve 42 a x")).toEqual([
      "refer",
      "resolv",
      "cafe",
      "resum",
      "naiv",
      "42",
    ]);
    expect(termsOf("don't isn't it's they're")).toEqual(["re"]);
  });

  it("takes names with underscores and dots apart", () => {
    expect(termsOf("max_file_bytes context.call")).toEqual(["max", "file", "byte", "context", "call"]);
  });

  it("indexes scripts without spaces by pairs of letters", () => {
    expect(termsOf("契約終了")).toEqual(["契約", "約終", "終了"]);
    expect(termsOf("法")).toEqual(["法"]);
    expect(termsOf("Договор аренды")).toEqual(["договор", "аренды"]);
  });

  it("tells where each word stands, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        let last = -1;
        for (const { start, end } of wordsOf(text)) {
          expect(start).toBeGreaterThan(last);
          expect(text.slice(start, end)).toMatch(/[\p{L}\p{N}]/u);
          expect(end).toBeLessThanOrEqual(text.length);
          last = start;
        }
      }),
      { numRuns: 100 },
    );
  });
});
