import type { ErrorCode } from "./error-code.ts";
import { errorTable } from "./error-table.ts";
import {
  CancelledError,
  DatabaseError,
  DslEvaluationError,
  type ErrorDetails,
  ExecutionError,
  type ExecutionErrorOptions,
  HeldTaskError,
  LostLeaseError,
  NotAllowedError,
  NotFoundError,
  OperationFailedError,
  OperationNotFoundError,
  OperationTimeoutError,
  OverloadedError,
  RetryExhaustedError,
  ToolNotFoundError,
  ValidationError,
} from "./errors.ts";

/** An error as plain data, for threads, queues and HTTP. Carries no stack. */
export type WireError = {
  readonly name: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
};

const classes: { readonly [name: string]: new (message: string, options?: ExecutionErrorOptions) => ExecutionError } = {
  ValidationError,
  OperationTimeoutError,
  OperationFailedError,
  ToolNotFoundError,
  OperationNotFoundError,
  OverloadedError,
  CancelledError,
  NotAllowedError,
  NotFoundError,
  HeldTaskError,
  LostLeaseError,
  RetryExhaustedError,
  DatabaseError,
  DslEvaluationError,
};

export function toWireError(error: ExecutionError): WireError {
  return { name: error.name, code: error.code, message: error.message, details: error.details };
}

/** The same class, code, message and details as on the other side. */
export function fromWireError(wire: WireError, options: { readonly cause?: unknown } = {}): ExecutionError {
  const Class = Object.hasOwn(classes, wire.name) ? classes[wire.name] : undefined;
  const withDetails = { ...options, details: wire.details };
  return Class ? new Class(wire.message, withDetails) : new ExecutionError(wire.code, wire.message, withDetails);
}

/** The HTTP status of an error: its code's, except that unknown names are 404, what is not allowed 403, and overload 503. */
export function httpStatusOf(error: ExecutionError): number {
  if (isUnknownName(error) || error instanceof NotFoundError) return 404;
  if (error instanceof NotAllowedError) return 403;
  return error instanceof OverloadedError ? 503 : errorTable[error.code].httpStatus;
}

/** The exit code of an error: its code's, except that an unknown tool or operation is an invalid call (2). */
export function exitCodeOf(error: ExecutionError): number {
  return isUnknownName(error) ? errorTable.E001.exitCode : errorTable[error.code].exitCode;
}

function isUnknownName(error: ExecutionError): boolean {
  return error instanceof ToolNotFoundError || error instanceof OperationNotFoundError;
}
