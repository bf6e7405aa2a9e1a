import { describe, expect, it } from "vitest";
import {
  CancelledError,
  DatabaseError,
  DslEvaluationError,
  ExecutionError,
  OperationFailedError,
  OperationNotFoundError,
  OperationTimeoutError,
  OverloadedError,
  RetryExhaustedError,
  ToolNotFoundError,
  ValidationError,
} from "#contracts/errors.ts";
import { backoffMs, completePolicy, exhausted, isRetryable, retryAfterMs } from "./retry-policy.ts";

const thrown = (fields: object) => new OperationFailedError("x", { cause: Object.assign(new Error("x"), fields) });

describe("what is tried again", () => {
  it("[RETRY-1] is a tool's own throw, an attempt that timed out, and trouble with the history", () => {
    for (const error of [thrown({}), new OperationTimeoutError("x"), new DatabaseError("x")]) {
      expect(isRetryable(error)).toBe(true);
    }
  });

  it("[RETRY-1] is nothing that only the caller can mend, nor what does not mend by itself", () => {
    const never: ExecutionError[] = [
      new ValidationError("x"),
      new DslEvaluationError("x"),
      new CancelledError("x"),
      new RetryExhaustedError("x"),
      new ToolNotFoundError("x"),
      new OperationNotFoundError("x"),
      new OverloadedError("x"),
      new OperationFailedError("x", { details: { reason: "circuit_open" } }),
      new OperationFailedError("x", { details: { reason: "invalid_output" } }),
      new ExecutionError("E003", "x"),
    ];
    expect(never.filter(isRetryable)).toEqual([]);
  });

  it("[RETRY-1] is not what the tool says is no use, on its own error, on one of ours, or in its details", () => {
    expect(isRetryable(thrown({ retryable: false }))).toBe(false);
    expect(isRetryable(thrown({ retryable: true }))).toBe(true);
    expect(isRetryable(Object.assign(new OperationFailedError("x"), { retryable: false }))).toBe(false);
    expect(isRetryable(new OperationFailedError("x", { details: { retryable: false } }))).toBe(false);
    expect(isRetryable(Object.assign(new DatabaseError("x"), { retryable: false }))).toBe(false);
    expect(isRetryable(new OperationFailedError("x", { cause: "only text" }))).toBe(true);
  });
});

describe("the wait before the next attempt", () => {
  it("grows by its factor up to its most, and is a random part of that with jitter", () => {
    const policy = completePolicy({ maxAttempts: 9, backoffMs: 100, factor: 2, maxBackoffMs: 500, jitter: false });
    const random = () => 0.25;
    expect([1, 2, 3, 4, 5].map((attempt) => backoffMs(policy, attempt, random))).toEqual([100, 200, 400, 500, 500]);
    expect(backoffMs({ ...policy, jitter: true }, 3, random)).toBe(100);
    expect(backoffMs(policy, 5_000, random)).toBe(500);
  });

  it("[RETRY-1] is what the failing service asks for, where that makes sense", () => {
    expect(retryAfterMs(thrown({ retryAfterMs: 1500 }))).toBe(1500);
    expect(retryAfterMs(thrown({ retryAfterMs: 0 }))).toBe(0);
    for (const nonsense of [-1, "5", Number.NaN, Number.POSITIVE_INFINITY, undefined]) {
      expect(retryAfterMs(thrown({ retryAfterMs: nonsense }))).toBeUndefined();
    }
  });
});

describe("when no attempt is left", () => {
  it("[RETRY-2] a single one's error is the plain one", () => {
    const error = thrown({});
    expect(exhausted(error, ["x"])).toBe(error);
  });

  it("[ERR-4] the error begins with the last one's words, keeps it as cause, and every attempt's message", () => {
    const last = new OperationTimeoutError("t.work timed out", { details: { ms: 5 } });
    const error = exhausted(last, ["first", "t.work timed out"]);
    expect(error).toBeInstanceOf(RetryExhaustedError);
    expect(error.message).toBe("t.work timed out (gave up after 2 attempts)");
    expect(error).toMatchObject({
      code: "E005",
      cause: last,
      details: { ms: 5, attempts: ["first", "t.work timed out"] },
    });
  });
});
