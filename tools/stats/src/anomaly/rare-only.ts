import { quantileInPlace } from "#numbers/select.ts";
import type { Scores } from "./scores.ts";

/** Anomalies are rare: what more than this share of the samples does is another way of the series to be. */
const mostShare = 0.1;
/** Of fewer samples, a tenth is too few to tell a habit from accidents. */
const minSamples = 100;
/** The standard normal distribution's two-sided 90 % quantile. */
const usualReach = 1.6448536269514722;

/**
 * Scores that more than a tenth of the samples exceed, measured anew by the reach of the usual 90 %: a series with
 * several levels has a narrow middle, beside which its other levels would all stand out.
 */
export function rareOnly(scores: Scores, threshold: number): Scores {
  const { length } = scores.scores;
  if (length < minSamples) return scores;
  const distances = scores.scores.map(Math.abs);
  const beyond = distances.reduce((count, distance) => count + (distance > threshold ? 1 : 0), 0);
  if (beyond <= mostShare * length) return scores;
  const widening = quantileInPlace(distances, 1 - mostShare) / usualReach;
  const share = Math.round((100 * beyond) / length);
  const note = `${share} % of the samples lie far from the middle: the series has several levels, and scores are measured by the reach of its usual 90 %`;
  return {
    scores: scores.scores.map((score) => score / widening),
    expected: scores.expected,
    notes: [...scores.notes, note],
  };
}
