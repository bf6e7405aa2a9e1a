import type { Limits, Operation } from "#contracts/operation.ts";

type Checked = Limits & Pick<Operation, "circuitBreaker" | "cache">;

/** What is wrong with the numbers of an operation, a tool or a call, each with its key: `retry.maxAttempts: expected …`. */
export function* limitProblems(limits: Checked): Generator<string> {
  const { timeoutMs, maxConcurrency, rateLimit, retry, circuitBreaker, cache } = limits;
  yield* atLeastZero("timeoutMs", timeoutMs);
  yield* count("maxConcurrency", maxConcurrency);
  yield* atLeastZero("rateLimit.perSecond", rateLimit?.perSecond);
  yield* count("rateLimit.burst", rateLimit?.burst);
  if (retry) {
    yield* count("retry.maxAttempts", retry.maxAttempts ?? "nothing");
    yield* atLeastZero("retry.backoffMs", retry.backoffMs);
    yield* atLeastZero("retry.factor", retry.factor);
    yield* atLeastZero("retry.maxBackoffMs", retry.maxBackoffMs);
  }
  if (circuitBreaker) {
    yield* count("circuitBreaker.failures", circuitBreaker.failures ?? "nothing");
    yield* atLeastZero("circuitBreaker.resetMs", circuitBreaker.resetMs ?? "nothing");
  }
  yield* atLeastZero("cache.ttlS", cache?.ttlS);
}

function* count(key: string, value: unknown): Generator<string> {
  if (value === undefined || (Number.isInteger(value) && Number(value) >= 1)) return;
  yield `${key}: expected a whole number of at least 1, received ${show(value)}`;
}

function* atLeastZero(key: string, value: unknown): Generator<string> {
  if (value === undefined || (typeof value === "number" && value >= 0)) return;
  yield `${key}: expected a number of at least 0, received ${show(value)}`;
}

function show(value: unknown): string {
  return typeof value === "number" || value === "nothing" ? String(value) : JSON.stringify(value);
}
