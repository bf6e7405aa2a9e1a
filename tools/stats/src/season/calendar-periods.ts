import { isCalendar, type TimeKind } from "#series/series.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const month = (365.25 / 12) * day;

/** Cycles of people and weather. */
const cycles = [hour, day, 7 * day, 365.25 * day];

/** How many samples an hour, a day, a week or a year have at this distance of samples; only what comes out near a whole number. */
export function calendarPeriods(interval: number | null, kind: TimeKind | null): readonly number[] {
  if (interval === null || !isCalendar(kind) || interval <= 0) return [];
  const step = Math.abs(interval - month) < 3 * day ? month : interval;
  return cycles
    .map((cycle) => cycle / step)
    .filter((length) => length >= 2 && Math.abs(length - Math.round(length)) / length < 0.01)
    .map(Math.round);
}
