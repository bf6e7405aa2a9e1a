/** Fewer rows per period than these may be alike by chance. */
const leastRows = 5;

/**
 * Whether a column says the same in all rows of a period and changes between periods, as figures of the market do that
 * were merged into each sale of a month. Added up, they would count once for every row.
 *
 * @param starts where the period of each row begins; NaN for rows of none
 */
export function repeatsInPeriods(values: Float64Array, starts: Float64Array): boolean {
  const known = new Map<number, number>();
  let rows = 0;
  for (const [row, start] of starts.entries()) {
    const value = values[row] as number;
    if (Number.isNaN(start) || Number.isNaN(value)) continue;
    const first = known.get(start);
    if (first === undefined) known.set(start, value);
    else if (first !== value) return false;
    rows++;
  }
  return rows >= leastRows * known.size && new Set(known.values()).size > 1;
}
