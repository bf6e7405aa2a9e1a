/** A number as results carry it: null where it is not finite, since JSON knows no NaN. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
