const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Whether a text is an ISO date that the calendar has: `2026-01-31`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** `31 January 2026`. */
export function longDate(isoDate: string): string {
  const [year, month, day] = isoDate.split("-").map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}`;
}

export type CalendarPeriod = "month" | "quarter" | "year";

export function isCalendarPeriod(word: unknown): word is CalendarPeriod {
  return word === "month" || word === "quarter" || word === "year";
}

/** The period that begins on a date: `Jan 2026`, `Q1 2026`, `2026`. */
export function periodName(isoDate: string, period: CalendarPeriod): string {
  const [year, month = 1] = isoDate.split("-").map(Number);
  if (period === "year") return String(year);
  return period === "quarter" ? `Q${Math.ceil(month / 3)} ${year}` : `${months[month - 1]?.slice(0, 3)} ${year}`;
}

/** The last ISO date that occurs in a text, as in a task's name: `daily_analysis_2026-01-31`. */
export function dateWithin(text: string): string | undefined {
  return (text.match(/\d{4}-\d{2}-\d{2}/g) ?? []).findLast(isCalendarDate);
}
