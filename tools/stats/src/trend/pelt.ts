import type { SegmentCosts } from "./segment-cost.ts";

/**
 * The best cut of `size` samples into stretches, each at least `minLength` long, when every cut costs `penalty`: PELT (Killick,
 * Fearnhead & Eckley 2012), exact, linear when cuts are regular and quadratic when there are none. Returns where stretches begin, but for the first.
 */
export function findCuts(
  costs: Pick<SegmentCosts, "cost">,
  size: number,
  penalty: number,
  minLength: number,
): readonly number[] {
  const best = new Float64Array(size + 1).fill(Number.POSITIVE_INFINITY);
  const previous = new Uint32Array(size + 1);
  best[0] = -penalty;
  let candidates = [0];
  for (let end = minLength; end <= size; end++) {
    const reached: number[] = [];
    for (const start of candidates) {
      const total = (best[start] as number) + costs.cost(start, end);
      reached.push(total);
      if (total + penalty < (best[end] as number)) {
        best[end] = total + penalty;
        previous[end] = start;
      }
    }
    // A start that is already worse than the best can never win later; one inside the minimum length still may.
    candidates = candidates.filter((_, index) => (reached[index] as number) <= (best[end] as number));
    const next = end - minLength + 1;
    if (next >= minLength) candidates.push(next);
  }
  const cuts: number[] = [];
  for (let end = previous[size] as number; end > 0; end = previous[end] as number) cuts.push(end);
  return cuts.toReversed();
}
