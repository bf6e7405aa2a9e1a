import { isCalendar, type TimeKind } from "./series.ts";

const day = 86_400_000;

/** How many months a step of this length means: months, quarters and years differ in days. */
function monthsIn(interval: number): number | null {
  const days = interval / day;
  if (days >= 28 && days <= 31) return 1;
  if (days >= 89 && days <= 92) return 3;
  return days >= 365 && days <= 366 ? 12 : null;
}

/** The time some steps after another; whole months where steps are months, the last day of a shorter one where need be. */
export function advance(time: number, interval: number, steps: number, kind: TimeKind | null): number {
  const months = isCalendar(kind) ? monthsIn(interval) : null;
  if (months === null) return time + steps * interval;
  const date = new Date(time);
  const month = date.getUTCMonth() + steps * months;
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return Date.UTC(date.getUTCFullYear(), month, Math.min(date.getUTCDate(), lastDay)) + (time - start);
}
