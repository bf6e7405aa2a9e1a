import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestContext, type TestContext } from "#testing/test-context.ts";
import fixture from "#testing/threads-fixture-tool.ts";
import { createThreadExecutor, type ThreadExecutor } from "./pool.ts";

let pool: ThreadExecutor;
let context: TestContext;
beforeAll(() => {
  pool = createThreadExecutor({ maxWorkers: 2, maxMemoryMb: 96, configOf: () => undefined });
  context = createTestContext();
});
afterAll(async () => {
  await pool[Symbol.asyncDispose]();
  await context[Symbol.asyncDispose]();
});

/** Runs what kills its thread beside an innocent call, and gives the error of the first. */
async function besideOthers(name: string, params: object): Promise<unknown> {
  const innocent = pool.executeAsync(fixture, "wait", { ms: 100 }, context);
  const error = await pool.executeAsync(fixture, name, params, context).catch((reason: unknown) => reason);
  expect(await innocent).toBe("waited");
  expect(await pool.executeAsync(fixture, "echo", { value: "healed" }, context)).toBe("healed");
  return error;
}

describe("[THR-2] a thread that fails takes its own call with it and no other", () => {
  it("when the operation calls process.exit", async () => {
    expect(await besideOthers("exit", { code: 3 })).toMatchObject({
      code: "E003",
      message: "The thread that ran threads_fixture.exit ended: process.exit(3) was called there",
    });
  });

  it("when an error is thrown where nobody can catch it", async () => {
    expect(await besideOthers("crash_later", {})).toMatchObject({
      code: "E003",
      message: "The thread that ran threads_fixture.crash_later crashed: TypeError: nobody caught this",
      cause: { name: "TypeError", stack: expect.stringContaining("threads-fixture-tool") },
    });
    expect(await besideOthers("reject_later", {})).toMatchObject({
      code: "E003",
      message: "The thread that ran threads_fixture.reject_later crashed: Error: nobody waited for this",
    });
  });

  it.each(["objects", "array", "map", "buffers"])("when it takes too much memory: %s", async (kind) => {
    expect(await besideOthers("hog", { kind })).toMatchObject({
      code: "E003",
      message: expect.stringMatching(
        /^The thread that ran threads_fixture\.hog used \d+ MB of memory and was ended: 96 MB are allowed \(config max_thread_memory_mb\)$/,
      ),
    });
  });
});

it("does not blame a call for what the one before it left behind", async () => {
  await using one = createThreadExecutor({ maxWorkers: 1, maxMemoryMb: 96, configOf: () => undefined });
  for (let round = 0; round < 8; round++) {
    expect(await one.executeAsync(fixture, "keep", { megabytes: 28 }, context)).toBeGreaterThan(0);
    expect(await one.executeAsync(fixture, "spin", { ms: 60 }, context)).toBeGreaterThan(0);
  }
});

it("replaces a thread that crashes while it has no call, and says so", async () => {
  const { promise: warned, resolve } = Promise.withResolvers<unknown>();
  const logger = { ...context.log, warn: resolve };
  await using one = createThreadExecutor({ maxWorkers: 1, maxMemoryMb: 96, configOf: () => undefined, logger });
  await one.executeAsync(fixture, "crash_afterwards", {}, context);
  expect(await warned).toMatchObject({ err: { message: "long gone" } });
  expect(await one.executeAsync(fixture, "echo", { value: 1 }, context)).toBe(1);
});

describe("errors", () => {
  it("[ERR-3] keep class, code, message and details", async () => {
    const { ValidationError, DatabaseError } = await import("#contracts/errors.ts");
    const validation = await errorOf(pool.executeAsync(fixture, "throw", { kind: "validation" }, context));
    expect(validation).toBeInstanceOf(ValidationError);
    expect(validation).toMatchObject({ code: "E001", message: "bad input", details: { problems: [{ path: "a" }] } });
    expect(validation.stack).toContain("threads-fixture-tool");
    const database = await errorOf(pool.executeAsync(fixture, "throw", { kind: "database" }, context));
    expect(database).toBeInstanceOf(DatabaseError);
    expect(database.cause).toEqual(new Error("connection reset"));
    const details = await errorOf(pool.executeAsync(fixture, "throw", { kind: "details" }, context));
    expect(details).toMatchObject({ details: { run: "[Function: run]" } });
  });

  it("[ERR-2] that are no errors of ours keep name, message, stack and plain fields, for whoever wraps them", async () => {
    const error = await errorOf(pool.executeAsync(fixture, "throw", { kind: "plain" }, context));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "RangeError", message: "too far", retryable: false, retryAfterMs: 5 });
    expect(error.stack).toMatch(/^RangeError: too far\n.*throwKind/);
  });

  it("survive as text when they are no errors at all", async () => {
    const thrown = (kind: string) =>
      pool.executeAsync(fixture, "throw", { kind }, context).catch((reason: unknown) => reason);
    expect(await thrown("text")).toBe("just text");
    expect(await thrown("object")).toBe("{ reason: 'an object' }");
    expect(await thrown("nothing")).toBeUndefined();
    expect(await thrown("hostile")).toMatch(/^An error that cannot be read/);
  });
});

/** What a call that must fail throws. */
async function errorOf(call: Promise<unknown>): Promise<Error> {
  const outcome = await call.catch((reason: unknown) => reason);
  if (outcome instanceof Error) return outcome;
  throw new TypeError("expected an Error", { cause: outcome });
}
