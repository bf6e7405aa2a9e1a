import type { ColumnValues } from "@aiecs/core/toolkit";
import { categoryLabel } from "#wording/clean-text.ts";
import { counted } from "#wording/numbers.ts";
import { type Aggregation, createGroups } from "./groups.ts";
import type { Point } from "./series.ts";

export type CategoryPoints = {
  readonly points: readonly Point[];
  readonly rows: number;
  readonly notes: readonly string[];
  readonly unaggregated: boolean;
};

/**
 * Rows by category, the largest first. Beyond `maxPoints` the smallest groups (by size, whatever their sign) become one
 * point, so that sums still add up to the whole.
 */
export function pointsByCategory(
  categories: ColumnValues,
  values: Float64Array | undefined,
  aggregation: Aggregation,
  maxPoints: number,
): CategoryPoints {
  const groups = createGroups<string>();
  for (let row = 0; row < categories.length; row++) {
    const value = values === undefined ? 1 : (values[row] ?? Number.NaN);
    if (Number.isFinite(value)) groups.add(rawLabel(categories[row]), value);
  }
  const entries = groups.entries(aggregation);
  const unaggregated = groups.size === groups.rows;
  const bySize = entries.toSorted((one, other) => Math.abs(other.value) - Math.abs(one.value));
  const kept = bySize.length > maxPoints ? bySize.slice(0, maxPoints - 1) : bySize;
  const points = kept.map(({ key, value, rows }) => ({ label: categoryLabel(key), value, rows }));
  points.sort((one, other) => other.value - one.value);
  const merged = bySize.slice(kept.length);
  const rest = merged.length === 0 ? [] : [restOf(merged, aggregation)];
  const notes =
    merged.length === 0
      ? []
      : [
          `The ${counted(kept.length, "largest of", "largest of")} ${counted(entries.length, "group")} are drawn one by one; “Other” is ${restWords[aggregation]} the remaining ${counted(merged.length, "group")}.`,
        ];
  return {
    points: withDistinctLabels([...points, ...rest]).map((point, x) => ({ x, ...point })),
    rows: groups.rows,
    notes,
    unaggregated,
  };
}

type Entry = { readonly value: number; readonly rows: number };

const restWords: { readonly [A in Aggregation]: string } = {
  sum: "the sum of",
  count: "the sum of",
  mean: "the mean over all rows of",
  min: "the lowest of",
  max: "the highest of",
};

function restOf(merged: readonly Entry[], aggregation: Aggregation): Omit<Point, "x"> {
  const rows = merged.reduce((sum, entry) => sum + entry.rows, 0);
  const value = {
    sum: () => total(merged, (entry) => entry.value),
    count: () => total(merged, (entry) => entry.value),
    mean: () => total(merged, (entry) => entry.value * entry.rows) / rows,
    min: () => merged.reduce((low, entry) => Math.min(low, entry.value), Number.POSITIVE_INFINITY),
    max: () => merged.reduce((high, entry) => Math.max(high, entry.value), Number.NEGATIVE_INFINITY),
  }[aggregation]();
  return { label: `Other (${counted(merged.length, "group")})`, value, rows, rest: true };
}

/** Texts that differ only where a label is cut would otherwise fall on one bar. */
function withDistinctLabels(points: readonly Omit<Point, "x">[]): readonly Omit<Point, "x">[] {
  const taken = new Set<string>();
  return points.map((point) => {
    let label = point.label;
    for (let copy = 2; taken.has(label); copy++) label = `${point.label} (${copy})`;
    taken.add(label);
    return { ...point, label };
  });
}

function total(entries: readonly Entry[], of: (entry: Entry) => number): number {
  return entries.reduce((sum, entry) => sum + of(entry), 0);
}

/** Groups are told apart by their whole text, before it is cut to fit a label. */
function rawLabel(value: string | number | boolean | null | undefined): string {
  return value === null || value === undefined ? "(none)" : String(value);
}
