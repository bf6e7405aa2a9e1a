import { type ByteRange, ValidationError } from "@aiecs/core/contracts";

/** @throws E001 when it names no bytes */
export function checkRange({ start = 0, end }: ByteRange): void {
  const isWhole = Number.isSafeInteger(start) && start >= 0 && (end === undefined || Number.isSafeInteger(end));
  if (isWhole && (end === undefined || end > start)) return;
  throw new ValidationError(
    `Invalid range: expected whole numbers, start from 0 and end above it, received ${start} to ${end ?? "the end"}`,
  );
}

/** @throws E001 when it begins where the content has ended */
export function refuseBeyond({ start = 0 }: ByteRange, bytes: number): void {
  if (start > 0 && start >= bytes) {
    throw new ValidationError(`The range lies beyond the end: there are ${bytes} bytes`);
  }
}
