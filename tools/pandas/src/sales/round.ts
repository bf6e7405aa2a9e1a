/** A sum of money or pieces without the dust of binary fractions; null for no value. */
export function round(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(Number(value).toFixed(6));
}
