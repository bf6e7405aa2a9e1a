import { errorTable } from "#contracts/error-table.ts";
import { type ExecutionError, OperationFailedError, RetryExhaustedError } from "#contracts/errors.ts";
import type { RetryPolicy } from "#contracts/operation.ts";

const defaults = { backoffMs: 200, factor: 2, maxBackoffMs: 10_000, jitter: true } as const;

/** A policy with nothing left open. */
export function completePolicy(policy: RetryPolicy): Required<RetryPolicy> {
  return { ...defaults, ...policy };
}

/** The wait before the attempt after `attempt`: a random part of the backoff, so that callers do not return together. */
export function backoffMs(policy: Required<RetryPolicy>, attempt: number, random: () => number): number {
  const full = Math.min(policy.maxBackoffMs, policy.backoffMs * policy.factor ** (attempt - 1));
  return policy.jitter ? full * random() : full;
}

/** Whether trying again can help: by its code, unless what the tool threw says no, or only the caller can mend it. */
export function isRetryable(error: ExecutionError): boolean {
  if (!errorTable[error.code].retryable) return false;
  if (error.code === "E003" && !isToolsOwn(error)) return false;
  return saidOf(error, "retryable") !== false;
}

/** Unknown names and overload are for the caller to mend; a broken result or an open circuit does not mend at once. */
function isToolsOwn(error: ExecutionError): boolean {
  const { reason } = error.details;
  return error instanceof OperationFailedError && reason !== "circuit_open" && reason !== "invalid_output";
}

/** How long the failing service asked to wait, if it did. */
export function retryAfterMs(error: ExecutionError): number | undefined {
  const said = saidOf(error, "retryAfterMs");
  return typeof said === "number" && said >= 0 && Number.isFinite(said) ? said : undefined;
}

/** A tool says so on the error it throws: that is the cause of ours, or one of ours itself. */
function saidOf(error: ExecutionError, key: "retryable" | "retryAfterMs"): unknown {
  const { cause, details } = error;
  const said: unknown = typeof cause === "object" && cause !== null ? Reflect.get(cause, key) : undefined;
  return said ?? Reflect.get(error, key) ?? details[key];
}

/** What is thrown once no attempt is left: the one error itself, or all attempts' messages. */
export function exhausted(last: ExecutionError, messages: readonly string[]): ExecutionError {
  if (messages.length === 1) return last;
  return new RetryExhaustedError(`${last.message} (gave up after ${messages.length} attempts)`, {
    details: { ...last.details, attempts: messages },
    cause: last,
  });
}
