/** How many percent a part is of its whole. Rounding may bring a part that is the whole a hair above 100: it stays there. */
export function percentOf(part: number, whole: number): number {
  return Math.min(100, (100 * part) / whole);
}
