import { setTimeout as sleep } from "node:timers/promises";

export const stepMs = 50;

/**
 * Twenty steps: six diamonds in a chain, each of two steps side by side and one that needs both; one step before and one
 * behind. For each step the indices of those it needs.
 */
export const needs: readonly (readonly number[])[] = [
  [],
  ...Array.from({ length: 6 }, (_, diamond) => {
    const top = diamond * 3;
    return [[top], [top], [top + 1, top + 2]];
  }).flat(),
  [18],
];

/** How many steps stand on the longest way: no schedule can be faster than these one after another. */
export const pathLength = 14;

/** What each step does: it waits, as for an answer from elsewhere. */
export async function wait(): Promise<{ done: boolean }> {
  await sleep(stepMs);
  return { done: true };
}
