import type { Table } from "@aiecs/core/toolkit";
import { type PeriodUnit, parsePeriod, periodMs, periodStart, periodUnits } from "./periods.ts";

export type Times = {
  /** Every row's moment in milliseconds since 1970, NaN where there is none. */
  readonly moments: Float64Array;
  /** The period that the values themselves name, as `2024-Q1` does. */
  readonly unit: PeriodUnit | undefined;
};

export async function readTimes(table: Table, name: string): Promise<Times> {
  const values = await table.column(name);
  const isYears = table.schema.some((column) => column.name === name && column.type === "integer");
  if (values instanceof Float64Array) {
    if (!isYears) return { moments: values, unit: undefined };
    return { moments: values.map((year) => (Number.isNaN(year) ? year : Date.UTC(year, 0))), unit: "year" };
  }
  const known = new Map<unknown, number>();
  let finest: PeriodUnit = "year";
  const moments = Float64Array.from(values, (value) => {
    const seen = known.get(value);
    if (seen !== undefined) return seen;
    const period = parsePeriod(String(value));
    if (period && periodUnits.indexOf(period.unit) < periodUnits.indexOf(finest)) finest = period.unit;
    known.set(value, period?.start ?? Number.NaN);
    return period?.start ?? Number.NaN;
  });
  return { moments, unit: finest };
}

export type TimeExtent = {
  readonly first: number;
  readonly last: number;
  /** Different moments, counted to a little beyond the limit that was asked for. */
  readonly distinct: number;
  /** The coarsest period of which every moment is a start. */
  readonly resolution: PeriodUnit;
};

/** Looks at every moment once. Undefined when there is none. */
export function timeExtent({ moments, unit }: Times, countUpTo: number): TimeExtent | undefined {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let grid = periodMs.day;
  const seen = new Set<number>();
  for (const time of moments) {
    if (Number.isNaN(time)) continue;
    if (time < first) first = time;
    if (time > last) last = time;
    while (grid > 1 && time % grid !== 0) grid = finerGrid(grid);
    if (seen.size <= countUpTo) seen.add(time);
  }
  if (seen.size === 0) return undefined;
  return { first, last, distinct: seen.size, resolution: unit ?? resolutionOf(grid, seen) };
}

/** So many weeks of sums; beyond, months say more, and their first and last are seldom cut short. */
const maxWeeksOfSums = 27;

export type PeriodRequest = {
  /** The finest period that makes sense. */
  readonly least: PeriodUnit;
  readonly maxPoints: number;
  readonly ofSums: boolean;
};

/** The finest period that cuts the time into no more than `maxPoints`. */
export function choosePeriod({ first, last }: TimeExtent, { least, maxPoints, ofSums }: PeriodRequest): PeriodUnit {
  const span = last - first;
  const room = (unit: PeriodUnit): number =>
    unit === "week" && ofSums ? Math.min(maxWeeksOfSums, maxPoints) : maxPoints;
  const fitting = periodUnits.slice(periodUnits.indexOf(least)).find((unit) => span / periodMs[unit] < room(unit));
  return fitting ?? "year";
}

function finerGrid(grid: number): number {
  return grid === periodMs.day
    ? periodMs.hour
    : grid === periodMs.hour
      ? periodMs.minute
      : grid === periodMs.minute
        ? periodMs.second
        : 1;
}

function resolutionOf(grid: number, moments: ReadonlySet<number>): PeriodUnit {
  if (grid < periodMs.minute) return "second";
  if (grid < periodMs.hour) return "minute";
  if (grid < periodMs.day) return "hour";
  // One day alone does not tell whether it stands for its month.
  if (moments.size < 2) return "day";
  const calendar = (["year", "quarter", "month"] as const).find((unit) =>
    moments.values().every((time) => periodStart(unit, time) === time),
  );
  return calendar ?? "day";
}
