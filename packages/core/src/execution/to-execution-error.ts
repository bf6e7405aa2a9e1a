import { ExecutionError, OperationFailedError } from "#contracts/errors.ts";

/**
 * A tool's own throw as E003 with the original as cause; errors of the runtime stay what they are. Never throws itself,
 * whatever was thrown.
 */
export function toOperationError(thrown: unknown, operationName: string): ExecutionError {
  try {
    if (thrown instanceof ExecutionError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new OperationFailedError(`Error executing ${operationName}: ${message}`, { cause: thrown });
  } catch {
    // An object without a prototype has no text, and a proxy may refuse to be looked at: no cause that others would read.
    return new OperationFailedError(`Error executing ${operationName}: it threw what cannot be told as text`);
  }
}

/** What is told of an error that should not have happened; the error itself travels on to whoever logs it. */
export function describeFailure(thrown: unknown): ExecutionError {
  return thrown instanceof ExecutionError ? thrown : new OperationFailedError("Internal error", { cause: thrown });
}
