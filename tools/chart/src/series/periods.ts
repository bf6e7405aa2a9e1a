/** Lengths of time that people count in, in UTC. Weeks start on Monday. */
export type PeriodUnit = "second" | "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year";

/** From the finest to the coarsest. */
export const periodUnits: readonly PeriodUnit[] = [
  "second",
  "minute",
  "hour",
  "day",
  "week",
  "month",
  "quarter",
  "year",
];

const dayMs = 86_400_000;

/** Typical lengths in milliseconds, to choose by; calendar units vary. */
export const periodMs: { readonly [U in PeriodUnit]: number } = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: dayMs,
  week: 7 * dayMs,
  month: 30.44 * dayMs,
  quarter: 91.31 * dayMs,
  year: 365.25 * dayMs,
};

/** The start of the period that holds a moment (milliseconds since 1970). */
export function periodStart(unit: PeriodUnit, time: number): number {
  if (unit === "week") {
    const day = Math.floor(time / dayMs);
    return (day - modulo(day + 3, 7)) * dayMs;
  }
  if (unit === "month" || unit === "quarter" || unit === "year") {
    const date = new Date(time);
    const month =
      unit === "month" ? date.getUTCMonth() : unit === "quarter" ? date.getUTCMonth() - (date.getUTCMonth() % 3) : 0;
    return Date.UTC(date.getUTCFullYear(), month);
  }
  return Math.floor(time / periodMs[unit]) * periodMs[unit];
}

/** The start of the next period. */
export function nextPeriod(unit: PeriodUnit, start: number): number {
  if (unit === "month" || unit === "quarter" || unit === "year") {
    const date = new Date(start);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + (unit === "month" ? 1 : unit === "quarter" ? 3 : 12));
  }
  return start + periodMs[unit];
}

/** `periodStart` for many moments of one column: a calendar is asked once per day, not once per row. */
export function createPeriodFloor(unit: PeriodUnit): (time: number) => number {
  if (unit !== "month" && unit !== "quarter" && unit !== "year") return (time) => periodStart(unit, time);
  const known = new Map<number, number>();
  return (time) => {
    const day = Math.floor(time / dayMs);
    let start = known.get(day);
    if (start === undefined) known.set(day, (start = periodStart(unit, time)));
    return start;
  };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A period as people write it: `5 Jan 2024 14:00`, `5 Jan 2024`, `week of 1 Jan 2024`, `Jan 2024`, `Q1 2024`, `2024`. */
export function periodLabel(unit: PeriodUnit, start: number): string {
  const date = new Date(start);
  const year = String(date.getUTCFullYear());
  const month = date.getUTCMonth();
  if (unit === "year") return year;
  if (unit === "quarter") return `Q${Math.floor(month / 3) + 1} ${year}`;
  if (unit === "month") return `${months[month]} ${year}`;
  const day = `${date.getUTCDate()} ${months[month]} ${year}`;
  if (unit === "week") return `week of ${day}`;
  if (unit === "day") return day;
  return `${day} ${date.toISOString().slice(11, unit === "second" ? 19 : 16)}`;
}

const periodPattern =
  /^([12]\d{3})(?:-?Q([1-4])|-?W(\d{2})|-(\d{2})(?:-(\d{2})(?:[T ]([\d:.]+)(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

/** Reads `2024`, `2024-Q1`, `2024-W05`, `2024-01`, `2024-01-31` and ISO date-times (UTC unless they say); else undefined. */
export function parsePeriod(text: string): { readonly start: number; readonly unit: PeriodUnit } | undefined {
  const match = periodPattern.exec(text);
  if (match?.[1] === undefined) return undefined;
  const [, yearText, quarter, week, month, day, clock, offset] = match;
  const year = Number(yearText);
  if (quarter !== undefined) return { start: Date.UTC(year, (Number(quarter) - 1) * 3), unit: "quarter" };
  if (week !== undefined) {
    const start = periodStart("week", Date.UTC(year, 0, 4)) + (Number(week) - 1) * periodMs.week;
    return Number(week) >= 1 && Number(week) <= 53 ? { start, unit: "week" } : undefined;
  }
  if (month === undefined) return { start: Date.UTC(year, 0), unit: "year" };
  const start = Date.parse(`${year}-${month}-${day ?? "01"}T${clock ?? "00:00"}${offset ?? "Z"}`);
  if (Number.isNaN(start) || !isCalendarDay(year, Number(month), Number(day ?? 1))) return undefined;
  return { start, unit: day === undefined ? "month" : clock === undefined ? "day" : "second" };
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
