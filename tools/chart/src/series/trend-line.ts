import { type PeriodUnit, periodMs } from "./periods.ts";
import type { Point, Series } from "./series.ts";

/** A straight line through the points by least squares. */
export type TrendLine = {
  readonly direction: "increasing" | "decreasing" | "no_trend";
  /** Change of the value per `per`. */
  readonly slope: number;
  /** The period the slope counts in; null where the axis is a number. */
  readonly per: PeriodUnit | null;
  /** Part of the variance that the line explains, 0 to 1. */
  readonly r_squared: number;
  /** The line at the first and at the last point. */
  readonly start: number;
  readonly end: number;
};

/** Fewer points than this lie on some line by luck alone. */
const leastPoints = 4;

/** Undefined for fewer than two points. A direction is named when the slope differs from zero at the 5 % level. */
export function trendLine({ axis, points }: Pick<Series, "axis" | "points">): TrendLine | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return undefined;
  const meanX = meanOf(points, ({ x }) => x);
  const meanY = meanOf(points, ({ value }) => value);
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, value } of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (value - meanY);
    yy += (value - meanY) ** 2;
  }
  const slope = xy / xx;
  const rSquared = yy === 0 ? 0 : Math.min(1, (xy * xy) / (xx * yy));
  const unit = axis.kind === "time" ? axis.unit : null;
  return {
    direction: isSignificant(rSquared, points.length) ? (slope > 0 ? "increasing" : "decreasing") : "no_trend",
    slope: unit === null ? slope : slope * periodMs[unit],
    per: unit,
    r_squared: rSquared,
    start: meanY + slope * (first.x - meanX),
    end: meanY + slope * (last.x - meanX),
  };
}

function isSignificant(rSquared: number, count: number): boolean {
  if (count < leastPoints) return false;
  const freedom = count - 2;
  return Math.sqrt((rSquared * freedom) / (1 - rSquared)) > criticalT(freedom);
}

/** Two-sided 5 % point of Student's t by the Cornish–Fisher expansion; within 11 % for 2 degrees of freedom, 1 % from 5 on. */
function criticalT(freedom: number): number {
  const z = 1.959964;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}

function meanOf(points: readonly Point[], of: (point: Point) => number): number {
  return points.reduce((sum, point) => sum + of(point), 0) / points.length;
}
