import { STATUS_CODES } from "node:http";
import { type ErrorCode, type ErrorDetails, ExecutionError, httpStatusOf, OverloadedError } from "@aiecs/core";
import { AccessError } from "#auth/access-error.ts";
import { RequestError } from "./request-error.ts";

/** An error as it is told over HTTP: RFC 9457, with what makes it the same error again on the other side. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail: string;
  /** Everything that is wrong, one by one, where there is more to say than `detail` does. */
  readonly errors: readonly ProblemItem[];
  /** Stands in the log beside what is told to nobody. */
  readonly request_id: string;
  /** The class of the error. */
  readonly name: string;
  readonly details: ErrorDetails;
};

export type ProblemItem = { readonly message: string; readonly [key: string]: unknown };

export type ProblemAnswer = {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
  /** An error that should not have happened, or of whose reason nobody elsewhere is told: the log has it. */
  readonly isLogged: boolean;
};

/** More than these are not listed one by one. */
const maxItems = 100;
const retryAfterS = 1;

/**
 * What an error is told as. Of a bug nothing is told but the request's id, and of a service that cannot be used that, and
 * which one: where it is, and as whom it is asked, is nobody's business elsewhere.
 */
export function toProblem(error: unknown, requestId: string): ProblemAnswer {
  if (!(error instanceof ExecutionError)) return describeBug(requestId);
  const status = statusOf(error);
  const { code, name, details } = error;
  const { service } = details;
  const isPrivate = code === "E006" && typeof service === "string";
  const message = isPrivate
    ? `${service} cannot be used now: try again later; the server's log has the reason under ${requestId}`
    : error.message;
  const problem: Problem = {
    type: `/docs#${code}`,
    title: STATUS_CODES[status] ?? "Error",
    status,
    code,
    detail: message,
    errors: itemsOf(details),
    request_id: requestId,
    name,
    details: isTooMuch(details) ? {} : details,
  };
  return { problem, headers: headersOf(error), isLogged: isPrivate };
}

function describeBug(requestId: string): ProblemAnswer {
  const problem: Problem = {
    type: "/docs#E003",
    title: STATUS_CODES[500] ?? "Error",
    status: 500,
    code: "E003",
    detail: `Internal error; the server's log has it under ${requestId}`,
    errors: [],
    request_id: requestId,
    name: "OperationFailedError",
    details: {},
  };
  return { problem, headers: {}, isLogged: true };
}

/** What a tool's error says of statuses and headers is of another conversation: only the server's own errors are asked. */
function isOurs(error: ExecutionError): error is RequestError | AccessError {
  return error instanceof RequestError || error instanceof AccessError;
}

function statusOf(error: ExecutionError): number {
  return isOurs(error) ? error.statusCode : httpStatusOf(error);
}

function headersOf(error: ExecutionError): Readonly<Record<string, string>> {
  if (isOurs(error)) return error.headers;
  return error instanceof OverloadedError ? { "retry-after": String(retryAfterS) } : {};
}

/** Lists in an error's details are of problems: texts, or objects with a message. */
function itemsOf({ errors, problems }: ErrorDetails): readonly ProblemItem[] {
  const list: unknown = errors ?? problems;
  if (!Array.isArray(list)) return [];
  return list.slice(0, maxItems).map((item: unknown) => (isItem(item) ? item : { message: String(item) }));
}

function isItem(value: unknown): value is ProblemItem {
  return typeof value === "object" && value !== null && "message" in value && typeof value.message === "string";
}

/** The lists are cut; details that hold a longer one would bring it back. */
function isTooMuch(details: ErrorDetails): boolean {
  return Object.values(details).some((value) => Array.isArray(value) && value.length > maxItems);
}
