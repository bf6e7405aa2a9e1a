import { describe, expect, it } from "vitest";
import { momentFromNumber, parseMoment } from "./parse-moment.ts";

const isoOf = (text: string): string | null => {
  const moment = parseMoment(text);
  return Number.isNaN(moment) ? null : new Date(moment).toISOString();
};

describe("parseMoment", () => {
  it("reads ISO 8601, year-first dates and months by name, as UTC unless told otherwise", () => {
    expect(isoOf("2026-01-31")).toBe("2026-01-31T00:00:00.000Z");
    expect(isoOf("2026-01")).toBe("2026-01-01T00:00:00.000Z");
    expect(isoOf("2026-01-31 08:15")).toBe("2026-01-31T08:15:00.000Z");
    expect(isoOf("2026-01-31T08:15:30.5+02:00")).toBe("2026-01-31T06:15:30.500Z");
    expect(isoOf("2026/01/31")).toBe("2026-01-31T00:00:00.000Z");
    expect(isoOf("Jan 1 2000")).toBe("2000-01-01T00:00:00.000Z");
    expect(isoOf("12 March 2004")).toBe("2004-03-12T00:00:00.000Z");
  });

  it("does not guess days and months, or take numbers and words for dates", () => {
    for (const text of ["03/04/2026", "3.4.2026", "2026", "12", "Model 3 2020", "sun", "", "2026-13-01"]) {
      expect(isoOf(text)).toBeNull();
    }
  });
});

describe("momentFromNumber", () => {
  it("knows years, seconds, milliseconds, microseconds and nanoseconds by their size", () => {
    const moment = Date.UTC(2026, 0, 31);
    const read = (value: number, name = "time") => momentFromNumber(value, name)?.(value);
    expect(read(moment / 1e3)).toBe(moment);
    expect(read(moment)).toBe(moment);
    expect(read(moment * 1e3)).toBe(moment);
    expect(read(moment * 1e6)).toBe(moment);
    expect(read(1999, "year")).toBe(Date.UTC(1999, 0, 1));
    expect(momentFromNumber(1999, "time")).toBeNull();
    expect(momentFromNumber(12, "year")).toBeNull();
  });
});
