import { normal95, normalTail } from "#numbers/normal.ts";
import type { Direction } from "#schemas/predict-failures.ts";
import type { Prediction } from "./prediction.ts";

/** When a forecast passes a threshold. Steps count from 1; null where it does not within the horizon. */
export type Crossing = {
  /** The forecast itself. */
  readonly expected: number | null;
  /** The near edge of its 95 % interval. */
  readonly earliest: number | null;
  /** Of standing beyond the threshold at the worst step; null without an interval. */
  readonly probability: number | null;
};

export function findCrossing({ values, deviations }: Prediction, threshold: number, direction: Direction): Crossing {
  const sign = direction === "above" ? 1 : -1;
  let expected: number | null = null;
  let earliest: number | null = null;
  let probability: number | null = null;
  for (let index = 0; index < values.length; index++) {
    const beyond = sign * ((values[index] as number) - threshold);
    const deviation = deviations?.[index];
    if (beyond >= 0) expected ??= index + 1;
    if (beyond + normal95 * (deviation ?? 0) >= 0) earliest ??= index + 1;
    if (deviation !== undefined) probability = Math.max(probability ?? 0, chanceBeyond(beyond, deviation));
  }
  return { expected, earliest, probability };
}

function chanceBeyond(beyond: number, deviation: number): number {
  if (deviation === 0) return beyond >= 0 ? 1 : 0;
  return normalTail(-beyond / deviation);
}

/** Whether a value counts as failed. */
export function isBeyond(value: number, threshold: number, direction: Direction): boolean {
  return direction === "above" ? value >= threshold : value <= threshold;
}

/** The side of the threshold where fewer samples lie: a series that mostly stayed below fails above. */
export function guessDirection(values: Float64Array, threshold: number): Direction {
  let below = 0;
  for (const value of values) if (value < threshold) below++;
  return 2 * below >= values.length ? "above" : "below";
}
