const iso = /^(\d{4}-\d{2}(?:-\d{2})?)(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}:?\d{2})?)?$/;
const yearFirst = /^(\d{4})\/(\d{2})\/(\d{2})$/;
const monthByName = /^(?:[A-Za-z]{3,9}\.? \d{1,2},? \d{4}|\d{1,2} [A-Za-z]{3,9}\.? \d{4}|[A-Za-z]{3,9} \d{4})$/;

/**
 * The moment a text names, in milliseconds since 1970, or NaN: ISO 8601, `2026/01/31`, and dates with the month's name. Without
 * an offset it is taken as UTC. Day and month as bare numbers are never guessed.
 */
export function parseMoment(text: string): number {
  const [, day, time, offset] = iso.exec(text) ?? [];
  if (day !== undefined) return Date.parse(time === undefined ? day : `${day}T${time}${offset ?? "Z"}`);
  const [, year, month, date] = yearFirst.exec(text) ?? [];
  if (year !== undefined) return Date.parse(`${year}-${month}-${date}`);
  return monthByName.test(text) ? Date.parse(`${text} UTC`) : Number.NaN;
}

const year1 = 1_000;
const year2 = 3_000;

/**
 * What turns a number in a time column into milliseconds since 1970, judged by a typical value: years, seconds, milliseconds,
 * microseconds or nanoseconds. Null where it is none of these.
 */
export function momentFromNumber(typical: number, columnName: string): ((value: number) => number) | null {
  if (/year/i.test(columnName) && typical >= year1 && typical <= year2) return (value) => Date.UTC(value, 0, 1);
  if (typical >= 1e17) return (value) => value / 1e6;
  if (typical >= 1e14) return (value) => value / 1e3;
  if (typical >= 1e11) return (value) => value;
  if (typical >= 1e8) return (value) => value * 1e3;
  return null;
}
