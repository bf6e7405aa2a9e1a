import { expect, it } from "vitest";
import { CancelledError } from "#contracts/errors.ts";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { createTestContext } from "#testing/test-context.ts";
import fixture from "#testing/threads-fixture-tool.ts";
import { createThreadExecutor, type ThreadExecutor } from "./pool.ts";

const openPool = (maxWorkers: number): ThreadExecutor =>
  createThreadExecutor({ maxWorkers, maxMemoryMb: 512, configOf: () => undefined });

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch((reason: unknown) => reason);

it("[TIME-2] ends an endless loop when its time is over, and works on", async () => {
  await using pool = openPool(1);
  await using context = createTestContext();
  await pool.executeAsync(fixture, "echo", {}, context);
  setTimeout(() => context.abort(new Error("time is over")), 300);
  const startedMs = performance.now();
  const reason = await settled(pool.executeAsync(fixture, "loop", {}, context));
  expect(performance.now() - startedMs).toBeLessThan(500);
  expect(reason).toEqual(new Error("time is over"));
  await using next = createTestContext();
  expect(await pool.executeAsync(fixture, "echo", { value: "healed" }, next)).toBe("healed");
});

it("[CANCEL-1] returns at once, whatever the operation does", async () => {
  await using pool = openPool(2);
  for (const name of ["loop", "ignore_abort", "until_aborted", "wait"]) {
    await using context = createTestContext();
    const call = settled(pool.executeAsync(fixture, name, { ms: 60_000 }, context));
    await settled(pool.executeAsync(fixture, "spin", { ms: 20 }, await createTestContext()));
    const startedMs = performance.now();
    context.abort(new CancelledError("enough"));
    expect(await call).toEqual(new CancelledError("enough"));
    expect(performance.now() - startedMs, name).toBeLessThan(100);
  }
});

it("[CANCEL-1] tells the operation first, and keeps the thread of one that listens", async () => {
  await using pool = openPool(1);
  await using context = createTestContext();
  const where = await pool.executeAsync(fixture, "where", {}, context);
  const call = settled(pool.executeAsync(fixture, "until_aborted", {}, context));
  await expect.poll(() => context.progressed.length).toBe(1);
  context.abort(new CancelledError("enough"));
  await call;
  await expect.poll(() => context.progressed.at(-1)?.message).toBe("aborted: CancelledError: enough");
  await using next = createTestContext();
  expect(await pool.executeAsync(fixture, "where", {}, next)).toEqual(where);
});

it("keeps the thread of an operation that looks at the signal between steps", async () => {
  await using pool = openPool(1);
  await using context = createTestContext();
  const where = await pool.executeAsync(fixture, "where", {}, context);
  const call = settled(pool.executeAsync(fixture, "spin_politely", { ms: 60_000 }, context));
  setTimeout(() => context.abort(new CancelledError("enough")), 30);
  expect(await call).toEqual(new CancelledError("enough"));
  await using next = createTestContext();
  expect(await pool.executeAsync(fixture, "where", {}, next)).toEqual(where);
});

it("[CANCEL-1] never starts a call that was cancelled while it waited", async () => {
  await using pool = openPool(1);
  await using busy = createTestContext();
  await using waiting = createTestContext();
  await pool.executeAsync(fixture, "echo", {}, busy);
  const first = pool.executeAsync(fixture, "spin", { ms: 60 }, busy);
  const second = settled(pool.executeAsync(fixture, "report", { times: 1 }, waiting));
  waiting.abort(new CancelledError("changed my mind"));
  const startedMs = performance.now();
  expect(await second).toEqual(new CancelledError("changed my mind"));
  expect(performance.now() - startedMs).toBeLessThan(50);
  await first;
  await pool.executeAsync(fixture, "echo", {}, busy);
  expect(waiting.progressed).toEqual([]);
});

it("never starts a call that is cancelled before, or while its thread starts", async () => {
  await using pool = openPool(1);
  await using context = createTestContext();
  const call = settled(pool.executeAsync(fixture, "report", { times: 1 }, context));
  context.abort(new CancelledError("at once"));
  expect(await call).toEqual(new CancelledError("at once"));
  await expect(pool.executeAsync(fixture, "report", { times: 1 }, context)).rejects.toThrow("at once");
  await using next = createTestContext();
  await pool.executeAsync(fixture, "echo", {}, next);
  expect(context.progressed).toEqual([]);
});

it("does not harm calls on other threads", async () => {
  await using pool = openPool(2);
  await using doomed = createTestContext();
  await using other = createTestContext();
  const long = pool.executeAsync(fixture, "spin", { ms: 300 }, other);
  const loop = settled(pool.executeAsync(fixture, "loop", {}, doomed));
  const line = Array.from({ length: 5 }, (_, value) => pool.executeAsync(fixture, "echo", { value }, other));
  setTimeout(() => doomed.abort(new CancelledError("enough")), 50);
  expect(await loop).toEqual(new CancelledError("enough"));
  expect(await Promise.all(line)).toEqual([0, 1, 2, 3, 4]);
  expect(await long).toEqual(expect.any(Number));
});

it("makes no AbortSignal for a context that can be asked cheaply", async () => {
  await using pool = openPool(1);
  await using context = createTestContext();
  const scope = new CancelScope();
  const cheap = Object.create(context, {
    signal: {
      get() {
        throw new Error("nobody needs this signal");
      },
    },
    reason: { get: () => scope.reason },
    onCancel: { value: scope.onCancel.bind(scope) },
  });
  expect(await pool.executeAsync(fixture, "echo", { value: 1 }, cheap)).toBe(1);
  const call = settled(pool.executeAsync(fixture, "until_aborted", {}, cheap));
  await expect.poll(() => context.progressed.length).toBe(1);
  scope.cancel(new CancelledError("enough"));
  expect(await call).toEqual(new CancelledError("enough"));
});

it("survives a storm of cancellations at any moment", async () => {
  await using pool = openPool(2);
  const calls = Array.from({ length: 60 }, async (_, index) => {
    await using context = createTestContext();
    const name = ["spin", "wait", "until_aborted", "echo", "loop"][index % 5] ?? "echo";
    const call = settled(pool.executeAsync(fixture, name, { ms: 1, value: 1 }, context));
    setTimeout(() => context.abort(new CancelledError("enough")), (index * 7) % 400);
    return await call;
  });
  for (const outcome of await Promise.all(calls)) {
    if (outcome instanceof Error) expect(outcome).toEqual(new CancelledError("enough"));
  }
  await using context = createTestContext();
  expect(await pool.executeAsync(fixture, "echo", { value: "still here" }, context)).toBe("still here");
  await expect.poll(() => pool.threads).toBeLessThanOrEqual(2);
});
