import { describe, expect, it } from "vitest";
import { airPassengers, nile } from "#testing-fixtures/known-series.ts";
import { createNoise, series } from "#testing-fixtures/noise.ts";
import { readRealData } from "#testing-fixtures/real-data.ts";
import { calendarPeriods } from "./calendar-periods.ts";
import { detectPeriod } from "./detect-period.ts";

const hour = 3_600_000;
const wave = (count: number, period: number, noise = () => 0) =>
  series(count, (index) => 10 * Math.cos((2 * Math.PI * index) / period) + noise());

describe("detectPeriod", () => {
  it("finds the year in the airline passengers", () => {
    expect(detectPeriod(airPassengers)?.length).toBe(12);
  });

  it("finds the year in four years of Seattle's temperatures", () => {
    const days = readRealData("seattle-weather.csv").map((record) => Number(record.temp_max));
    expect(detectPeriod(Float64Array.from(days), calendarPeriods(24 * hour, "date"))?.length).toBe(365);
  });

  it("finds short, long and even periods in noise", () => {
    for (const period of [2, 7, 24, 60, 168]) {
      expect(detectPeriod(wave(period * 9, period, createNoise(period)))?.length).toBe(period);
    }
  });

  it("finds the period itself, not a multiple, and a shape with one peak a day", () => {
    expect(detectPeriod(series(24 * 20, (index) => (index % 24 === 3 ? 50 : 0)))?.length).toBe(24);
  });

  it("finds none in noise, random walks, lines, constants, or the Nile", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const noise = createNoise(seed);
      expect(detectPeriod(series(300, () => noise()))).toBeNull();
    }
    for (const values of [series(100, (index) => 2 * index), new Float64Array(100).fill(3), nile]) {
      expect(detectPeriod(values)).toBeNull();
    }
  });

  it("asks for three whole periods", () => {
    expect(detectPeriod(wave(24 * 2 + 10, 24))).toBeNull();
    expect(detectPeriod(new Float64Array(0))).toBeNull();
    expect(detectPeriod(Float64Array.of(1, 2, 3))).toBeNull();
  });
});

describe("calendarPeriods", () => {
  it("knows the days of hours, the weeks of days and the years of months", () => {
    expect(calendarPeriods(hour, "moment")).toEqual([24, 168, 8766]);
    expect(calendarPeriods(24 * hour, "date")).toEqual([7, 365]);
    expect(calendarPeriods(31 * 24 * hour, "date")).toEqual([12]);
    expect(calendarPeriods(5 * 60_000, "moment")).toEqual([12, 288, 2016, 105192]);
    expect(calendarPeriods(1, "number")).toEqual([]);
    expect(calendarPeriods(null, null)).toEqual([]);
  });
});
