import { type PeriodUnit, periodMs } from "#series/periods.ts";
import type { Axis, Series } from "#series/series.ts";
import type { Unit } from "#wording/units.ts";

/*
 * Expressions of the chart language are written here and nowhere else, out of constants only: no name, label or value
 * of the data ever becomes part of one.
 */

/** How a value axis writes its figures: `€1.2M`, `35 %`, `0.25`. */
export function valueLabels({ prefix, suffix, metric }: Unit, points: Series["points"]): string {
  const largest = points.reduce((size, { value }) => Math.max(size, Math.abs(value)), 0);
  const number = `format(abs(datum.value), "${largest >= 1_000 && largest < 1e15 ? "~s" : largest >= 0.001 && largest < 1_000 ? ".4~r" : ".3~g"}")`;
  const written = metric
    ? `replace(format(abs(datum.value), "~s"), regexp("([kMGTP]?)$"), " $1B")`
    : `replace(${number}, "G", "B") + "${suffix}"`;
  return `(datum.value < 0 ? "-" : "") + "${prefix}" + ${written}`;
}

/** How a continuous time axis writes its ticks, by the length of time it shows. */
export function timeLabels(points: Series["points"]): string {
  const span = (points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0);
  if (span >= 3 * periodMs.year)
    return 'utcmonth(datum.value) == 0 ? utcFormat(datum.value, "%Y") : utcFormat(datum.value, "%b")';
  if (span >= 3 * periodMs.month) return `[utcFormat(datum.value, "%b"), ${yearAtTurn}]`;
  if (span >= 3 * periodMs.day) return `[utcFormat(datum.value, "%-d %b"), ${yearAtTurn}]`;
  const clock = span >= 3 * periodMs.minute ? "%H:%M" : "%H:%M:%S";
  return `[utcFormat(datum.value, "${clock}"), datum.index == 0 || utchours(datum.value) + utcminutes(datum.value) == 0 ? utcFormat(datum.value, "%-d %b") : ""]`;
}

const yearAtTurn =
  '(datum.index == 0 || (utcmonth(datum.value) == 0 && utcdate(datum.value) == 1)) ? utcFormat(datum.value, "%Y") : ""';

/** How an axis of columns names them: all where there is room, else some at equal distance. */
export function columnLabels(axis: Axis, count: number): string {
  if (axis.kind !== "time") return everyFew('[format(datum.value, ",.6~r")]', count, 12);
  switch (axis.unit) {
    case "year":
      return everyFew('[utcFormat(datum.value, "%Y")]', count, 14);
    case "quarter":
      return namedTurns('utcFormat(datum.value, "Q%q")', count > 16 ? "utcmonth(datum.value) == 0" : "true");
    case "month":
      return namedTurns('utcFormat(datum.value, "%b")', count > 18 ? "utcmonth(datum.value) % 3 == 0" : "true");
    case "week":
    case "day":
      return everyFew(
        '[utcFormat(datum.value, "%-d %b"), datum.index == 0 ? utcFormat(datum.value, "%Y") : ""]',
        count,
        11,
      );
    default:
      return everyFew(
        `[utcFormat(datum.value, "${clockOf(axis.unit)}"), datum.index == 0 ? utcFormat(datum.value, "%-d %b") : ""]`,
        count,
        10,
      );
  }
}

function clockOf(unit: PeriodUnit): string {
  return unit === "second" ? "%H:%M:%S" : "%H:%M";
}

/** The name, and the year below it where a year begins. */
function namedTurns(name: string, shown: string): string {
  return `${shown} ? [${name}, (datum.index == 0 || utcmonth(datum.value) == 0) ? utcFormat(datum.value, "%Y") : ""] : ""`;
}

function everyFew(label: string, count: number, room: number): string {
  const step = Math.ceil(count / room);
  return step === 1 ? label : `round(datum.index * ${count - 1}) % ${step} == 0 ? ${label} : ""`;
}
