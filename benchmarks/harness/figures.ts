/** What one measurement found, by name. */
export type Figures = { readonly [name: string]: number };

/** The middle value; the mean of both middle ones where there is no single one. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("The median of nothing was asked for");
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  if (!Number.isInteger(middle)) return upper;
  return (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Joins the rounds of one item: the median of each figure. */
export function mediansOf(rounds: readonly Figures[]): Figures {
  const names = new Set(rounds.flatMap((figures) => Object.keys(figures)));
  return Object.fromEntries(
    Array.from(names, (name) => [name, median(rounds.flatMap((figures) => figures[name] ?? []))]),
  );
}

/** The least and the greatest value of a figure over all rounds. */
export function rangeOf(rounds: readonly Figures[], name: string): { readonly least: number; readonly most: number } {
  const values = rounds.flatMap((figures) => figures[name] ?? []);
  return { least: Math.min(...values), most: Math.max(...values) };
}
