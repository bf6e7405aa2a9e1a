import { outlineOf } from "#analysis/outline.ts";
import type { GenerateOutlineParams, Outline } from "#schemas/generate-outline.ts";

/** Makes an outline of what `analyze_topic` found, in the words of its sources. */
export function generateOutline({ analysis, max_points }: GenerateOutlineParams): Outline {
  return outlineOf(analysis, max_points);
}
