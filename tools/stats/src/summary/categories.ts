import type { ColumnValues } from "@aiecs/core/toolkit";
import type { CategoryFigures } from "#schemas/generate-report.ts";

const mostListed = 5;

/** How many different values a column has, and its most frequent ones (the earlier of equally frequent ones first). */
export function describeCategories(values: ColumnValues): CategoryFigures {
  const counts = new Map<string, number>();
  let missing = 0;
  for (const value of values) {
    if (value === null) missing++;
    else counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  const known = values.length - missing;
  const top = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostListed)
    .map(([value, count]) => ({ value, count, share: count / known }));
  return { distinct: counts.size, missing, top };
}
