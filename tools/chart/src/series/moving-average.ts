import type { PeriodUnit } from "./periods.ts";
import { periodMs } from "./periods.ts";
import type { Series } from "./series.ts";

export type MovingAverage = {
  /** Points in each mean. */
  readonly window: number;
  /** `7-day average`. */
  readonly name: string;
  /** One value per point, null before the first whole window. */
  readonly values: readonly (number | null)[];
};

/** What people compare with: the week for days, the day for hours, the year for quarters. */
const usualWindows: { readonly [U in PeriodUnit]: number } = {
  second: 30,
  minute: 15,
  hour: 24,
  day: 7,
  week: 4,
  month: 3,
  quarter: 4,
  year: 3,
};

/** Fewer points have no course to smooth. */
const leastPoints = 3;

/** The mean of each point and those before it. Undefined where there are too few points for any. */
export function movingAverage(series: Pick<Series, "axis" | "points">, window?: number): MovingAverage | undefined {
  const { axis, points } = series;
  const usual = axis.kind === "time" ? usualWindows[axis.unit] : Math.round(points.length / 12);
  const size = window ?? Math.min(Math.max(usual, 2), Math.max(Math.floor(points.length / 4), 2));
  if (points.length < Math.max(size, leastPoints)) return undefined;
  let sum = 0;
  const values = points.map(({ value }, place) => {
    sum += value - (place >= size ? (points[place - size]?.value ?? 0) : 0);
    return place >= size - 1 ? sum / size : null;
  });
  return { window: size, name: `${size}-${stepOf(series)} average`, values };
}

/** The period where every one of them has its point, else `point`. */
function stepOf({ axis, points }: Pick<Series, "axis" | "points">): string {
  const [first, last] = [points[0], points.at(-1)];
  if (axis.kind !== "time" || !first || !last) return "point";
  const steps = (last.x - first.x) / periodMs[axis.unit];
  return Math.abs(steps - (points.length - 1)) < 0.5 + 0.02 * points.length ? axis.unit : "point";
}
