import { ErrorCode, type ErrorDetails, ExecutionError } from "@aiecs/core";

export type RequestErrorOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly details?: ErrorDetails;
};

/** A request that is refused as such, with the HTTP status that says why. */
export class RequestError extends ExecutionError {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(statusCode: number, message: string, { headers = {}, details }: RequestErrorOptions = {}) {
    super(statusCode >= 500 ? ErrorCode.EXECUTION_ERROR : ErrorCode.VALIDATION_ERROR, message, details && { details });
    this.name = statusCode >= 500 ? "OverloadedError" : "ValidationError";
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

/** What is answered while the server stops: whoever asks again reaches another one, or this one started anew. */
export function stoppingError(): RequestError {
  return new RequestError(503, "The server is stopping", {
    headers: { "retry-after": "1", connection: "close" },
    details: { reason: "stopping" },
  });
}
