import type { ErrorCode } from "./error-code.ts";
import { TaskStatus } from "./task-status.ts";

/** What an error means at each door. */
export type ErrorTraits = {
  readonly meaning: string;
  /** Whether trying again can help when the operation is safe to repeat. */
  readonly retryable: boolean;
  readonly status: TaskStatus;
  readonly httpStatus: number;
  readonly mcpError: "invalid_params" | "request_timeout" | "internal_error" | "request_cancelled";
  readonly exitCode: number;
};

/** The one table of error codes. Every mapping is typed over its keys, so a forgotten code does not compile. */
export const errorTable: { readonly [C in ErrorCode]: ErrorTraits } = {
  E001: {
    meaning: "The call, its parameters or the plan are invalid.",
    retryable: false,
    status: TaskStatus.FAILED,
    httpStatus: 400,
    mcpError: "invalid_params",
    exitCode: 2,
  },
  E002: {
    meaning: "The work took longer than it may.",
    retryable: true,
    status: TaskStatus.TIMED_OUT,
    httpStatus: 504,
    mcpError: "request_timeout",
    exitCode: 3,
  },
  E003: {
    meaning: "The operation failed.",
    retryable: true,
    status: TaskStatus.FAILED,
    httpStatus: 422,
    mcpError: "internal_error",
    exitCode: 1,
  },
  E004: {
    meaning: "The work was cancelled, or was not run because of a step it needs.",
    retryable: false,
    status: TaskStatus.CANCELLED,
    httpStatus: 409,
    mcpError: "request_cancelled",
    exitCode: 4,
  },
  E005: {
    meaning: "Every allowed attempt failed.",
    retryable: false,
    status: TaskStatus.FAILED,
    httpStatus: 502,
    mcpError: "internal_error",
    exitCode: 5,
  },
  E006: {
    meaning: "The history could not be written or read.",
    retryable: true,
    status: TaskStatus.FAILED,
    httpStatus: 503,
    mcpError: "internal_error",
    exitCode: 6,
  },
  E007: {
    meaning: "A reference or a condition could not be evaluated.",
    retryable: false,
    status: TaskStatus.FAILED,
    httpStatus: 400,
    mcpError: "invalid_params",
    exitCode: 2,
  },
};
