import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRange } from "./byte-range.ts";

describe("parseRange", () => {
  it.each([
    ["bytes=0-3", { start: 0, end: 4 }],
    ["bytes=4-", { start: 4, end: 10 }],
    ["bytes=-3", { start: 7, end: 10 }],
    ["bytes=-30", { start: 0, end: 10 }],
    ["bytes=2-99", { start: 2, end: 10 }],
    ["bytes=9-9", { start: 9, end: 10 }],
  ])("takes %s of ten bytes", (header, span) => {
    expect(parseRange(header, 10)).toEqual(span);
  });

  it.each(["bytes=10-", "bytes=10-12", "bytes=-0"])("finds %s of ten bytes unsatisfiable", (header) => {
    expect(parseRange(header, 10)).toBe("unsatisfiable");
  });

  it.each([undefined, "", "bytes=", "bytes=-", "bytes=3-1", "bytes=0-1,4-5", "items=0-1", "bytes=a-b", "bytes=0x1-2"])(
    "does not understand %s, and gives everything",
    (header) => {
      expect(parseRange(header, 10)).toBeUndefined();
    },
  );

  it("never reaches beyond the content", () => {
    const digits = fc.option(fc.nat({ max: 30 }), { nil: "" });
    fc.assert(
      fc.property(digits, digits, fc.nat({ max: 20 }), (first, last, bytes) => {
        const span = parseRange(`bytes=${first}-${last}`, bytes);
        if (span === undefined || span === "unsatisfiable") return;
        expect(span.start).toBeGreaterThanOrEqual(0);
        expect(span.start).toBeLessThan(span.end);
        expect(span.end).toBeLessThanOrEqual(bytes);
      }),
    );
  });
});
