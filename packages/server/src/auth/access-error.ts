import { ErrorCode, ExecutionError } from "@aiecs/core";

type Refusal = 401 | 403 | 429 | 503;

/** A door stays closed: no credential that holds, one that does not reach as far, or too much was asked for. */
export class AccessError extends ExecutionError {
  readonly statusCode: Refusal;
  /** To be sent with the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(statusCode: Refusal, message: string, headers: Readonly<Record<string, string>> = {}) {
    const isOverload = statusCode === 429 || statusCode === 503;
    super(isOverload ? ErrorCode.EXECUTION_ERROR : ErrorCode.VALIDATION_ERROR, message, {
      details: isOverload ? { reason: "overloaded" } : {},
    });
    this.name = "AccessError";
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

/** 401: nothing, or nothing that holds, says who this is. */
export function unauthenticated(message: string, problem?: "invalid_token" | "invalid_request"): AccessError {
  const challenge = problem ? `Bearer realm="aiecs", error="${problem}"` : 'Bearer realm="aiecs"';
  return new AccessError(401, message, { "WWW-Authenticate": challenge });
}

/** 429 with the time after which it may be tried again. */
export function tooMuch(message: string, retryAfterS: number): AccessError {
  return new AccessError(429, message, { "Retry-After": String(Math.max(1, Math.ceil(retryAfterS))) });
}
