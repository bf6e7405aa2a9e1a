import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPeriodFloor, nextPeriod, parsePeriod, periodLabel, periodStart, periodUnits } from "./periods.ts";

const anyTime = fc.integer({ min: Date.UTC(1600, 0), max: Date.UTC(2500, 0) });
const anyUnit = fc.constantFrom(...periodUnits);

describe("periods", () => {
  it("hold every moment between their start and the next one's", () => {
    fc.assert(
      fc.property(anyUnit, anyTime, (unit, time) => {
        const start = periodStart(unit, time);
        expect(start).toBeLessThanOrEqual(time);
        expect(nextPeriod(unit, start)).toBeGreaterThan(time);
        expect(periodStart(unit, start)).toBe(start);
      }),
    );
  });

  it("are found alike one by one and by the many", () => {
    fc.assert(
      fc.property(anyUnit, fc.array(anyTime), (unit, times) => {
        expect(times.map(createPeriodFloor(unit))).toEqual(times.map((time) => periodStart(unit, time)));
      }),
    );
  });

  it("start weeks on Monday", () => {
    expect(new Date(periodStart("week", Date.UTC(2024, 0, 7))).toISOString()).toBe("2024-01-01T00:00:00.000Z");
    expect(new Date(periodStart("week", Date.UTC(2024, 0, 8))).toISOString()).toBe("2024-01-08T00:00:00.000Z");
  });

  it.each([
    ["2024", "year", "2024"],
    ["2024-Q3", "quarter", "Q3 2024"],
    ["2024-W05", "week", "week of 29 Jan 2024"],
    ["2024-02", "month", "Feb 2024"],
    ["2024-02-29", "day", "29 Feb 2024"],
    ["2024-02-29T10:11:12+02:00", "second", "29 Feb 2024 08:11:12"],
  ] as const)("reads %s as a %s", (text, unit, label) => {
    const period = parsePeriod(text);
    expect(period?.unit).toBe(unit);
    expect(period && periodLabel(period.unit, period.start)).toBe(label);
  });

  it.each(["", "Monday", "2024-13", "2024-02-30", "2024-W54", "2024-Q5", "12024", "2024-02-29T99:00", "20240229"])(
    "does not take %j for a period",
    (text) => expect(parsePeriod(text)).toBeUndefined(),
  );
});
