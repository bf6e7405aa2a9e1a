import type { ErrorDetails, ExecutionError } from "#contracts/errors.ts";
import { fromWireError, toWireError } from "#contracts/wire-error.ts";

/** The same error with more facts. */
export function withDetails(error: ExecutionError, details: ErrorDetails): ExecutionError {
  return fromWireError({ ...toWireError(error), details: { ...error.details, ...details } }, { cause: error.cause });
}
