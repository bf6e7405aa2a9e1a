import {
  ErrorCode,
  type ErrorDetails,
  type ExecutionError,
  fromWireError,
  OperationFailedError,
} from "@aiecs/core/contracts";

const codes: ReadonlySet<unknown> = new Set(Object.values(ErrorCode));

/** The error that a refusing answer stands for: of the same class, code, message and details as on the server. */
export async function errorOf(response: Response): Promise<ExecutionError> {
  const text = await response.text();
  const problem = response.headers.get("content-type")?.includes("json") ? parseObject(text) : undefined;
  if (!problem || !isCode(problem["code"])) return unexpectedAnswer(response, text);
  const { code, name, detail, details } = problem;
  return fromWireError({
    name: typeof name === "string" ? name : "ExecutionError",
    code,
    message: typeof detail === "string" ? detail : `The server refused with status ${response.status}`,
    details: isObject(details) ? details : {},
  });
}

/** Whoever answered is no AIECS server, or none of this version (E003, `details.reason` is "unexpected_answer"). */
export function unexpectedAnswer(response: Response, text: string): ExecutionError {
  const start = text.trim().slice(0, 200);
  return new OperationFailedError(
    `Expected the answer of an AIECS server from ${response.url}, got status ${response.status}${start && `: ${start}`}`,
    { details: { reason: "unexpected_answer", status: response.status, url: response.url } },
  );
}

/** Nobody answered, or not to the end (E003, `details.reason` is "unreachable"). */
export function unreachable(url: string, cause: unknown): OperationFailedError {
  const nearest = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const reason = nearest instanceof Error ? nearest.message || nearest.name : String(nearest);
  return new OperationFailedError(`No answer from ${url}: ${reason}. Does the server run, at that address?`, {
    cause,
    details: { reason: "unreachable", url },
  });
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof OperationFailedError && error.details["reason"] === "unreachable";
}

/** Whether a later try may find the server willing. */
export function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 502;
}

/** What `Retry-After` asks for, at most a minute; 0 without it. */
export function retryAfterMs(response: Response): number {
  const seconds = Number(response.headers.get("retry-after") ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 60) * 1000 : 0;
}

function isCode(value: unknown): value is ErrorCode {
  return codes.has(value);
}

function isObject(value: unknown): value is ErrorDetails {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(text: string): ErrorDetails | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // What is announced as JSON and is none is shown as it came.
    return undefined;
  }
}
