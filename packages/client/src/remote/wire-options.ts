import {
  type CallOptions,
  type ListOptions,
  type RetryPolicy,
  type SubmitOptions,
  ValidationError,
} from "@aiecs/core/contracts";

/** Call options as they go over the wire; what is undefined is left out by JSON. */
export function toWireCallOptions(options: CallOptions): object {
  refuseUser(options.userId);
  refuseRule(options.allow);
  const { taskId, deadlineMs, timeoutMs, retry, previous, executor, cache, input } = options;
  return {
    task_id: taskId,
    deadline_ms: deadlineMs,
    timeout_ms: timeoutMs,
    retry: retry && toWireRetry(retry),
    previous: previous?.map((result) => result.toJSON()),
    executor,
    cache,
    input,
  };
}

export function toWireListOptions(options: ListOptions): object {
  const { concurrency, strict, stopOnFailure } = options;
  return { ...toWireCallOptions(options), concurrency, strict, stop_on_failure: stopOnFailure };
}

export function toWireSubmitOptions(options: SubmitOptions): object {
  const { input, mode, queue, priority, delayMs, concurrency, stopOnFailure, strict } = options;
  return { input, mode, queue, priority, delay_ms: delayMs, concurrency, stop_on_failure: stopOnFailure, strict };
}

function toWireRetry({ maxAttempts, backoffMs, factor, maxBackoffMs, jitter }: RetryPolicy): object {
  return { max_attempts: maxAttempts, backoff_ms: backoffMs, factor, max_backoff_ms: maxBackoffMs, jitter };
}

/** For a call that brings a user: there is one alone who speaks to the server, and the server knows who. */
export function refuseUser(userId: string | undefined): void {
  if (userId === undefined) return;
  throw new ValidationError(
    "A remote client speaks for one user, whom its apiKey or token names: leave userId out, or use mode 'simple' or 'full'",
  );
}

function refuseRule(allow: CallOptions["allow"]): void {
  if (allow === undefined) return;
  throw new ValidationError("What a remote client may call, its server says: leave allow out");
}

/** For what would have to run here while the rest runs there. */
export function refuseFunction(name: string, value: unknown): void {
  if (value === undefined || value === null) return;
  throw new ValidationError(`${name} is a function of this process: a remote client cannot send it, leave it out`);
}
