import { ValidationError } from "#contracts/errors.ts";

/** @throws ValidationError (E001) when `perSecond` is not a number above 0 or `burst` not a whole number above 0 */
export function checkRate(perSecond: number, burst: number): void {
  if (!Number.isFinite(perSecond) || perSecond <= 0) {
    throw new ValidationError(
      `perSecond: expected a number above 0, received ${perSecond}. For no limit, leave the rate limit out`,
    );
  }
  if (!Number.isInteger(burst) || burst < 1) {
    throw new ValidationError(`burst: expected a whole number above 0, received ${burst}`);
  }
}

/** @throws ValidationError (E001) when `slots` is not a whole number above 0 */
export function checkSlots(slots: number): void {
  if (!Number.isInteger(slots) || slots < 1) {
    throw new ValidationError(`slots: expected a whole number above 0, received ${slots}`);
  }
}
