import { counted, exactNumber } from "#wording/numbers.ts";
import { type Aggregation, createGroups } from "./groups.ts";
import { createPeriodFloor, nextPeriod, type PeriodUnit, periodLabel, periodMs, periodUnits } from "./periods.ts";
import type { Axis, Point } from "./series.ts";
import { choosePeriod, type TimeExtent, type Times, timeExtent } from "./time-axis.ts";

/** Points along an ordered axis, with what a reader has to know of how they were made. */
export type OrderedPoints = {
  readonly axis: Axis;
  readonly points: readonly Point[];
  readonly rows: number;
  readonly notes: readonly string[];
};

/** Rows along time: as they are where they are few, else gathered into the finest period that keeps them few. */
export function pointsInTime(
  times: Times,
  values: Float64Array | undefined,
  aggregation: Aggregation,
  maxPoints: number,
): OrderedPoints {
  const extent = timeExtent(times, maxPoints);
  if (!extent) return { axis: { kind: "time", unit: "day" }, points: [], rows: 0, notes: [] };
  const unit = periodFor(extent, aggregation, maxPoints);
  const groups = gather(times.moments, values, unit === "exact" ? (time) => time : createPeriodFloor(unit));
  const label = unit === "exact" ? extent.resolution : unit;
  const points = groups
    .entries(aggregation)
    .toSorted((one, other) => one.key - other.key)
    .map(({ key, value, rows }) => ({ x: key, label: periodLabel(label, key), value, rows }));
  const whole = { axis: { kind: "time", unit: label }, rows: groups.rows } as const;
  if (unit === "exact" || groups.size === groups.rows) return { ...whole, points, notes: [] };
  const filled = aggregation === "sum" || aggregation === "count" ? fillGaps(points, unit, maxPoints) : points;
  const cut = cutPeriods(filled, unit, extent);
  const marked = filled.map((point) => (cut.has(point) ? { ...point, partial: true as const } : point));
  return { ...whole, points: marked, notes: [...emptyNote(filled.length - points.length, unit), ...cut.values()] };
}

/** Rows along a number: as they are where they are few, else gathered into bins of equal width. */
export function pointsAlongNumber(
  positions: Float64Array,
  values: Float64Array | undefined,
  aggregation: Aggregation,
  maxPoints: number,
): OrderedPoints {
  const width = binWidth(positions, maxPoints);
  const groups = gather(positions, values, width === undefined ? (x) => x : (x) => Math.floor(x / width) * width);
  const points = groups
    .entries(aggregation)
    .toSorted((one, other) => one.key - other.key)
    .map(({ key, value, rows }) => ({ x: key, label: exactNumber(key), value, rows }));
  const notes =
    width === undefined
      ? []
      : [`${counted(groups.rows, "row")} are drawn as ${aggregation}s over steps of ${exactNumber(width)}.`];
  return { axis: { kind: "number" }, points, rows: groups.rows, notes };
}

function gather(
  positions: Float64Array,
  values: Float64Array | undefined,
  floor: (x: number) => number,
): ReturnType<typeof createGroups<number>> {
  const groups = createGroups<number>();
  for (let row = 0; row < positions.length; row++) {
    const x = positions[row] ?? Number.NaN;
    const value = values === undefined ? 1 : (values[row] ?? Number.NaN);
    if (Number.isFinite(x) && Number.isFinite(value)) groups.add(floor(x), value);
  }
  return groups;
}

function periodFor(extent: TimeExtent, aggregation: Aggregation, maxPoints: number): PeriodUnit | "exact" {
  const addsUp = aggregation === "sum" || aggregation === "count";
  const withClock = periodUnits.indexOf(extent.resolution) < periodUnits.indexOf("day");
  const severalDays = extent.last - extent.first >= 2 * periodMs.day;
  // What adds up has no meaning for a single moment of the clock.
  const least = addsUp && withClock ? (severalDays ? "day" : "hour") : extent.resolution;
  if (extent.distinct <= maxPoints && least === extent.resolution) return "exact";
  return choosePeriod(extent, { least, maxPoints, ofSums: addsUp });
}

/** Where rows are gathered, a period without rows has none to add up: that is a zero, not a gap. */
function fillGaps(points: readonly Point[], unit: PeriodUnit, maxPoints: number): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || (last.x - first.x) / periodMs[unit] > 2 * maxPoints) return points;
  const known = new Map(points.map((point) => [point.x, point]));
  const filled: Point[] = [];
  for (let start = first.x; start <= last.x; start = nextPeriod(unit, start)) {
    filled.push(known.get(start) ?? { x: start, label: periodLabel(unit, start), value: 0, rows: 0 });
  }
  return filled;
}

function emptyNote(count: number, unit: PeriodUnit): string[] {
  return count > 0 ? [`${counted(count, unit)} without rows ${count === 1 ? "is" : "are"} drawn as 0.`] : [];
}

/** The first and last period where the data covers clearly less than the whole of it, each with what to say of it. */
function cutPeriods(points: readonly Point[], unit: PeriodUnit, extent: TimeExtent): ReadonlyMap<Point, string> {
  const cut = new Map<Point, string>();
  const [initial, final] = [points[0], points.at(-1)];
  // A day whose last sale was at noon is a whole day all the same.
  if (!initial || !final || initial === final || unit === "day") return cut;
  const tolerated = periodMs[unit] * 0.15;
  const moment = (time: number): string => periodLabel(unit === "hour" || unit === "minute" ? "minute" : "day", time);
  if (extent.first - initial.x > tolerated) {
    cut.set(initial, `The first ${unit} (${initial.label}) holds data from ${moment(extent.first)} only.`);
  }
  if (nextPeriod(unit, final.x) - extent.last - periodMs[extent.resolution] > tolerated) {
    cut.set(final, `The last ${unit} (${final.label}) holds data up to ${moment(extent.last)} only.`);
  }
  return cut;
}

/** 1, 2 or 5 times a power of ten; undefined where the positions are few enough as they are. */
function binWidth(positions: Float64Array, maxPoints: number): number | undefined {
  const seen = new Set<number>();
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const x of positions) {
    if (!Number.isFinite(x)) continue;
    if (x < low) low = x;
    if (x > high) high = x;
    if (seen.size <= maxPoints) seen.add(x);
  }
  if (seen.size <= maxPoints) return undefined;
  const least = (high - low) / maxPoints;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((step) => step * power >= least) ?? 10);
}
