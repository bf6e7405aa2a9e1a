import type { Period } from "#schemas/calculate-metrics.ts";

const hour = 3_600_000;
const day = 24 * hour;
/** The first Monday since 1970. */
const monday = 4 * day;
const mostPeriods = 62;

/** The shortest period that gives a readable number of them. */
export function choosePeriod(moments: Float64Array): Period {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let wholeDays = true;
  for (const moment of moments) {
    if (!Number.isFinite(moment)) continue;
    first = Math.min(first, moment);
    last = Math.max(last, moment);
    wholeDays &&= moment % day === 0;
  }
  const span = last - first;
  if (!wholeDays && span <= 2 * day) return "hour";
  if (span < mostPeriods * day) return "day";
  if (span < mostPeriods * 30.5 * day) return "month";
  return span < mostPeriods * 91.5 * day ? "quarter" : "year";
}

/** When the period that a moment lies in began (UTC; weeks begin on Monday). */
export function startOfPeriod(moment: number, period: Period): number {
  switch (period) {
    case "hour":
      return Math.floor(moment / hour) * hour;
    case "day":
      return Math.floor(moment / day) * day;
    case "week":
      return Math.floor((moment - monday) / (7 * day)) * 7 * day + monday;
    default:
      return startOfMonths(new Date(moment), period);
  }
}

function startOfMonths(date: Date, period: "month" | "quarter" | "year"): number {
  const month = date.getUTCMonth();
  const first = period === "month" ? month : period === "quarter" ? month - (month % 3) : 0;
  return Date.UTC(date.getUTCFullYear(), first, 1);
}

/** A period's start as a table holds it: a date, or a moment for hours. */
export function formatPeriod(start: number, period: Period): string {
  const text = new Date(start).toISOString();
  return period === "hour" ? text : text.slice(0, 10);
}
