/** A step as arguments name it: its index (negative ones count from the end), or its id. */
export function parseStep(text: string): number | string {
  return /^-?\d+$/.test(text) ? Number(text) : text;
}
