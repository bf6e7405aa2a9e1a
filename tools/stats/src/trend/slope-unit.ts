import type { SlopeUnitName } from "#schemas/series-info.ts";
import { isCalendar, type TimeKind } from "#series/series.ts";

/** What a slope is per: chosen so that it reads well beside the usual distance of two samples. */
export type SlopeUnit = { readonly name: SlopeUnitName; readonly length: number };

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365.25 * day;

/** `interval` and the result's length are in the unit of the times: milliseconds for moments. */
export function slopeUnitFor(interval: number | null, kind: TimeKind | null): SlopeUnit {
  if (interval === null || kind === null) return { name: "sample", length: 1 };
  if (!isCalendar(kind)) return { name: "unit", length: 1 };
  if (interval < minute) return { name: "second", length: second };
  if (interval < hour) return { name: "minute", length: minute };
  if (interval < day) return { name: "hour", length: hour };
  return interval < 28 * day ? { name: "day", length: day } : { name: "year", length: year };
}
