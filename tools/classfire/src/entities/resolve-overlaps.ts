import type { Found } from "./entity.ts";

/** Which of two that overlap stays, when they are as long: the one that stands earlier here. */
const order = ["EMAIL", "URL", "LAW", "MONEY", "PERCENT", "DATE", "PHONE", "LOCATION", "ORGANIZATION", "PERSON"];

/** Entities in order of their places, none over another: the longer stays, then the more certain kind. */
export function resolveOverlaps(found: readonly Found[]): readonly Found[] {
  const best = found.toSorted(
    (one, other) =>
      other.end - other.start - (one.end - one.start) ||
      order.indexOf(one.type) - order.indexOf(other.type) ||
      one.start - other.start,
  );
  const kept: Found[] = [];
  const taken = new Map<number, readonly Found[]>();
  for (const one of best) {
    const cells = cellsOf(one);
    if (cells.some((cell) => taken.get(cell)?.some((other) => one.start < other.end && other.start < one.end)))
      continue;
    for (const cell of cells) taken.set(cell, [...(taken.get(cell) ?? []), one]);
    kept.push(one);
  }
  return kept.sort((one, other) => one.start - other.start);
}

/** The text in cells of 64 characters, so that one is compared with its neighbours only. */
function cellsOf({ start, end }: Found): readonly number[] {
  const first = start >> 6;
  return Array.from({ length: ((end - 1) >> 6) - first + 1 }, (_, index) => first + index);
}
