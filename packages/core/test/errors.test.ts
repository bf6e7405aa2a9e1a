import {
  createExecutor,
  DatabaseError,
  ErrorCode,
  type ExecutionError,
  errorTable,
  fromWireError,
  OverloadedError,
  TaskStatus,
  type TaskStepResult,
  toWireError,
} from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createTestTools, unchecked } from "./fixtures/test-tools.ts";
import threadTool from "./fixtures/thread-tool.ts";

function setUp() {
  const tools = [...createTestTools().tools, threadTool] as const;
  const config = { rate_limit_requests_per_second: 0, max_workers: 1 };
  return createExecutor({ tools, config, environment: {} });
}

const errorOf = (work: Promise<unknown>): Promise<ExecutionError> =>
  work.then(
    () => Promise.reject(new Error("Expected a rejection")),
    (error: ExecutionError) => error,
  );

describe("error codes", () => {
  it("[MOD-2] each occur, from the cause that its name says", async () => {
    await using executor = setUp();
    const save = () => {
      throw new Error("disk full");
    };
    const sleep = { ms: 5000 };
    const retry = { maxAttempts: 2, backoffMs: 1 };
    const causes: { readonly [code in ErrorCode]: () => Promise<unknown> } = {
      [ErrorCode.VALIDATION_ERROR]: () => executor.executeOperation(unchecked("math_tool.add"), { a: "x" }),
      [ErrorCode.TIMEOUT_ERROR]: () => executor.executeOperation("text_tool.sleep", sleep, { timeoutMs: 10 }),
      [ErrorCode.EXECUTION_ERROR]: () => executor.executeOperation("text_tool.fail"),
      [ErrorCode.CANCELLED_ERROR]: () =>
        executor.executeOperation("text_tool.sleep", sleep, { signal: AbortSignal.timeout(10) }),
      [ErrorCode.RETRY_EXHAUSTED]: () => executor.executeOperation("text_tool.fail", {}, { retry }),
      [ErrorCode.DATABASE_ERROR]: () =>
        executor.executeOperationsSequence([{ operation: "text_tool.fail" }], "ann", "t1", { saveCallback: save }),
      [ErrorCode.DSL_EVALUATION_ERROR]: () => executor.executeOperation("text_tool.echo", { value: "$input.missing" }),
    };
    for (const [code, cause] of Object.entries(causes)) expect(await errorOf(cause())).toMatchObject({ code });
  });

  it("[MOD-1] [MOD-2] [ERR-1] end a step in the status that the table says", async () => {
    await using executor = setUp();
    const results = await executor.executeParallelOperations([
      { operation: "math_tool.add", params: { a: 1 } },
      { operation: "math_tool.add", params: { a: "x" } },
      { operation: "text_tool.sleep", params: { ms: 5000 }, timeout_ms: 10 },
      { operation: "text_tool.fail" },
      { operation: "text_tool.echo", params: { value: "$result[3]" } },
      { operation: "text_tool.fail", retry: { max_attempts: 2, backoff_ms: 1 } },
      { operation: "text_tool.echo", params: { value: "$result[0].deep" } },
    ] as { operation: string }[]);
    const codes = results.map(({ errorCode }) => errorCode);
    expect(codes).toEqual([null, "E001", "E002", "E003", "E004", "E005", "E007"]);
    for (const { errorCode, status } of results) {
      expect(status).toBe(errorCode === null ? TaskStatus.COMPLETED : errorTable[errorCode].status);
    }
  });

  it("[ERR-3] are the same after a thread: class, code, message and details, the stack kept for logs", async () => {
    await using executor = setUp();
    const coded = await errorOf(executor.executeOperation("thread_test.fail_with_code"));
    expect(coded).toBeInstanceOf(DatabaseError);
    expect([coded.code, coded.message]).toEqual(["E006", "The history is not there"]);
    expect(coded.details).toEqual({ table: "steps", rows: [1, 2] });
    const plain = await errorOf(executor.executeOperation("thread_test.fail_plainly"));
    expect(plain).toMatchObject({ code: "E003", message: "Error executing fail_plainly: no such row" });
    expect(plain.cause).toMatchObject({ name: "RangeError", message: "no such row", row: 7 });
    expect(String((plain.cause as Error).stack)).toContain("thread-tool.ts");
    const remote = JSON.stringify(toWireError(plain));
    expect(remote).not.toMatch(/stack|thread-tool|RangeError/);
    expect(fromWireError(JSON.parse(remote))).toMatchObject({ code: "E003", message: plain.message });
  });

  it("[ERR-3] are told without a stack by results and events", async () => {
    await using executor = setUp();
    const events: unknown[] = [];
    executor.on("*", (event) => events.push(event));
    const [result] = await executor.executeParallelOperations([{ operation: "text_tool.fail" }]);
    expect(JSON.stringify([result, events])).not.toMatch(/at .*\.ts|stack/);
    expect(result).toMatchObject({ errorCode: "E003", errorMessage: "Error executing fail: broken" });
  });

  it("[RATE-2] tell an overload by its class", async () => {
    const { tools } = createTestTools();
    await using executor = createExecutor({ tools, config: { max_concurrency: 1, max_queue: 1 }, environment: {} });
    const calls = [1, 2, 3].map(() => executor.executeOperation("text_tool.sleep", { ms: 5 }));
    const refused = (await Promise.allSettled(calls)).filter((call) => call.status === "rejected");
    expect(refused.map(({ reason }) => reason instanceof OverloadedError)).toEqual([true]);
  });
});

describe("a history that fails", () => {
  it("[OE-7] loses nothing of what runs side by side", async () => {
    await using executor = setUp();
    const operations = [
      { operation: "math_tool.add", params: { a: 1 } },
      { operation: "text_tool.sleep", params: { ms: 20, value: "slow" } },
      { operation: "text_tool.write", params: { what: "never" } },
    ];
    const saveCallback = (_user: unknown, _task: unknown, index: number) => {
      if (index === 0) throw new Error("disk full");
    };
    const error = await errorOf(executor.executeParallelOperations(operations, { concurrency: 2, saveCallback }));
    expect(error).toBeInstanceOf(DatabaseError);
    const kept = error.details.results as readonly TaskStepResult[];
    expect(kept.map(({ result }) => result)).toEqual([2, "slow"]);
  });

  it("[EVT-1] fails the task with its error", async () => {
    await using executor = setUp();
    const ends: unknown[] = [];
    executor.on("task.failed", ({ error }) => ends.push(error?.code));
    const saveCallback = () => Promise.reject(new Error("disk full"));
    await errorOf(
      executor.executeOperationsSequence([{ operation: "text_tool.echo", params: { value: 1 } }], "ann", "t1", {
        saveCallback,
      }),
    );
    expect(ends).toEqual(["E006"]);
  });
});
