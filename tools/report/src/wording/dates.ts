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

/** The last ISO date that occurs in a text, as in a task's name: `daily_analysis_2026-01-31`. */
export function dateWithin(text: string): string | undefined {
  return (text.match(/\d{4}-\d{2}-\d{2}/g) ?? []).findLast(isCalendarDate);
}
