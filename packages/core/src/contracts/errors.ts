import { ErrorCode } from "./error-code.ts";

/** Facts about an error as plain data: problems with their paths, suggestions, the names involved. */
export type ErrorDetails = { readonly [key: string]: unknown };

export type ExecutionErrorOptions = {
  readonly details?: ErrorDetails;
  /** What made this happen; kept for logs, never sent to remote callers. */
  readonly cause?: unknown;
};

const maxMessageLength = 2_000;

/** Every error that the runtime reports to a caller. Tell errors apart by `code`; it survives threads, queues and HTTP. */
export class ExecutionError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: ExecutionErrorOptions = {}) {
    const shortened = message.length > maxMessageLength;
    super(
      shortened ? `${message.slice(0, maxMessageLength - 1)}…` : message,
      "cause" in options ? { cause: options.cause } : undefined,
    );
    this.name = "ExecutionError";
    this.code = code;
    this.details = shortened ? { message, ...options.details } : (options.details ?? {});
  }
}

/** The call, its parameters or the plan are invalid (E001). */
export class ValidationError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.VALIDATION_ERROR, message, options);
    this.name = "ValidationError";
  }
}

/** An attempt or a whole call took longer than it may (E002). */
export class OperationTimeoutError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.TIMEOUT_ERROR, message, options);
    this.name = "OperationTimeoutError";
  }
}

/** The operation itself threw (E003); what it threw is the cause. */
export class OperationFailedError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.EXECUTION_ERROR, message, options);
    this.name = "OperationFailedError";
  }
}

/** No tool of that name is registered (E003). */
export class ToolNotFoundError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.EXECUTION_ERROR, message, options);
    this.name = "ToolNotFoundError";
  }
}

/** The tool has no operation of that name (E003). */
export class OperationNotFoundError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.EXECUTION_ERROR, message, options);
    this.name = "OperationNotFoundError";
  }
}

/** Too many calls are waiting already; this one was refused at once (E003, `details.reason` is "overloaded"). */
export class OverloadedError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.EXECUTION_ERROR, message, { ...options, details: { reason: "overloaded", ...options?.details } });
    this.name = "OverloadedError";
  }
}

/** The work was cancelled, or was not run because of a step it needs (E004). */
export class CancelledError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.CANCELLED_ERROR, message, options);
    this.name = "CancelledError";
  }
}

/** There is no task, schedule or artifact of that id, or it is somebody else's (E001). */
export class NotFoundError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.VALIDATION_ERROR, message, options);
    this.name = "NotFoundError";
  }
}

/** The user may not call these operations (E001, `details.refused` lists them). */
export class NotAllowedError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.VALIDATION_ERROR, message, options);
    this.name = "NotAllowedError";
  }
}

/** Another process runs the task right now (E001). */
export class HeldTaskError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.VALIDATION_ERROR, message, options);
    this.name = "HeldTaskError";
  }
}

/** Another runner holds the task by now: what this one wrote was refused (E006). */
export class LostLeaseError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.DATABASE_ERROR, message, options);
    this.name = "LostLeaseError";
  }
}

/** More than one attempt was made and all failed (E005); `details.attempts` holds one message per attempt. */
export class RetryExhaustedError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.RETRY_EXHAUSTED, message, options);
    this.name = "RetryExhaustedError";
  }
}

/** The history could not be written or read (E006). */
export class DatabaseError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.DATABASE_ERROR, message, options);
    this.name = "DatabaseError";
  }
}

/** A reference or a condition could not be evaluated (E007). */
export class DslEvaluationError extends ExecutionError {
  constructor(message: string, options?: ExecutionErrorOptions) {
    super(ErrorCode.DSL_EVALUATION_ERROR, message, options);
    this.name = "DslEvaluationError";
  }
}
