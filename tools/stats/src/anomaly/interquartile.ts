import { quantileInPlace } from "#numbers/select.ts";
import type { Scores } from "./scores.ts";

/**
 * The distance outside the quartiles in interquartile ranges (Tukey 1977: 1.5 is his inner fence, 3 his outer one); 0 between
 * the quartiles. When the quartiles are equal, any other value is infinitely far; such a score is capped.
 */
export function interquartileScores(values: Float64Array): Scores {
  const work = values.slice();
  const lower = quantileInPlace(work, 0.25);
  const middle = quantileInPlace(work, 0.5);
  const upper = quantileInPlace(work, 0.75);
  const range = upper - lower;
  const scores = values.map((value) => {
    const outside = value > upper ? value - upper : value < lower ? value - lower : 0;
    return outside === 0 ? 0 : Math.max(-scoreCap, Math.min(scoreCap, outside / range));
  });
  const notes = range > 0 ? [] : ["the quartiles are equal: every other value counts as outside"];
  return { scores, expected: () => middle, notes };
}

const scoreCap = 1e9;
