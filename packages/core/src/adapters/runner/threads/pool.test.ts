import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import type { Tool } from "#contracts/tool.ts";
import { createTestContext, type TestContext } from "#testing/test-context.ts";
import fixture from "#testing/threads-fixture-tool.ts";
import { createThreadExecutor, type ThreadExecutor } from "./pool.ts";

const openPool = (options: { readonly maxWorkers?: number; readonly config?: unknown } = {}): ThreadExecutor =>
  createThreadExecutor({ maxWorkers: options.maxWorkers ?? 2, maxMemoryMb: 512, configOf: () => options.config });

describe("running", () => {
  it("[THR-1] runs an operation on a thread and gives its result back", async () => {
    await using pool = openPool();
    await using context = createTestContext();
    expect(pool.threads).toBe(0);
    expect(await pool.executeAsync(fixture, "where", {}, context)).toEqual({
      threadId: expect.any(Number),
      isMainThread: false,
    });
    expect(await pool.executeAsync(fixture, "echo", { value: { a: [1, null] } }, context)).toEqual({ a: [1, null] });
    expect(pool.threads).toBe(1);
  });

  it("[THR-3] validates for itself when it is used without an executor", async () => {
    await using pool = openPool();
    const strict: Tool = {
      ...fixture,
      operations: {
        ...fixture.operations,
        echo: { ...echo(), inputSchema: { type: "object", properties: { value: {} }, required: ["value"] } },
      },
    };
    expect(await pool.executeAsync(strict, "echo", { value: 5 })).toBe(5);
    await expect(pool.executeAsync(strict, "echo", {})).rejects.toMatchObject({ code: "E001" });
    await expect(pool.executeAsync(fixture, "throw", { kind: "plain" })).rejects.toMatchObject({
      code: "E003",
      message: "Error executing throw: too far",
    });
    await expect(pool.executeAsync(fixture, "write", { name: "x" })).rejects.toThrow("Artifacts need an executor");
  });

  it("refuses to run synchronously, and what it does not know", async () => {
    await using pool = openPool();
    await using context = createTestContext();
    expect(() => pool.execute(fixture, "echo", {})).toThrow(
      "Operation 'echo' of tool 'threads_fixture' runs on a thread and cannot run synchronously; use executeAsync",
    );
    await expect(pool.executeAsync(fixture, "toString", {}, context)).rejects.toThrow(
      "Operation 'toString' not found in tool 'threads_fixture'",
    );
    const { module: _, ...homeless } = fixture;
    await expect(pool.executeAsync(homeless, "echo", {}, context)).rejects.toMatchObject({
      code: "E001",
      message: expect.stringContaining("define it with `module: import.meta.url`"),
    });
    expect(pool.threads).toBe(0);
  });

  it("[THR-3] checks that the module's default export is that very tool", async () => {
    await using pool = openPool();
    await using context = createTestContext();
    const cases: readonly (readonly [Partial<Tool>, string])[] = [
      [{ version: "2.0.0" }, "is 'threads_fixture' 1.0.0"],
      [{ name: "another" }, "Cannot load tool 'another' 1.0.0 in a thread: the default export"],
      [{ module: import.meta.resolve("#contracts/errors.ts") }, "is a value of type undefined"],
      [{ module: "file:///no/such/module.ts" }, "Cannot load tool 'threads_fixture' in a thread: Cannot find module"],
    ];
    for (const [change, message] of cases) {
      const error = await pool.executeAsync({ ...fixture, ...change }, "echo", {}, context).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: "E003", message: expect.stringContaining(message) });
    }
    expect(await pool.executeAsync(fixture, "echo", { value: 1 }, context)).toBe(1);
  });
});

describe("side by side", () => {
  it("[THR-1] [PERF-5] keeps the main thread free and its threads busy", async () => {
    await using pool = openPool();
    await using context = createTestContext();
    await Promise.all([1, 2].map(() => pool.executeAsync(fixture, "wait", { ms: 50 }, context)));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const startedMs = performance.now();
    await Promise.all(Array.from({ length: 10 }, () => pool.executeAsync(fixture, "spin", { ms: 200 }, context)));
    const tookMs = performance.now() - startedMs;
    delay.disable();
    expect(tookMs).toBeGreaterThanOrEqual(1_000);
    expect(tookMs).toBeLessThan(1_800);
    expect(delay.percentile(99) / 1e6).toBeLessThan(20);
    expect(pool.threads).toBe(2);
  });

  it("runs no more at once than it may, in order", async () => {
    await using pool = openPool({ maxWorkers: 1 });
    await using context = createTestContext();
    const ended: number[] = [];
    const run = async (number: number) => {
      await pool.executeAsync(fixture, "spin", { ms: 2 }, context);
      ended.push(number);
    };
    await Promise.all(Array.from({ length: 20 }, (_, number) => run(number)));
    expect(ended).toEqual(Array.from({ length: 20 }, (_, number) => number));
    expect(pool.threads).toBe(1);
  });

  it("never has more threads than it may, not even while they start or when calls are cancelled", async () => {
    await using pool = openPool({ maxWorkers: 2 });
    let most = 0;
    const sampling = setInterval(() => {
      most = Math.max(most, pool.threads);
    }, 1);
    const calls = Array.from({ length: 60 }, async (_, index) => {
      await using context = createTestContext();
      const call = pool.executeAsync(fixture, index % 10 === 0 ? "loop" : "spin", { ms: 1 }, context);
      setTimeout(() => context.abort(new Error("enough")), index * 5);
      await call.catch(() => undefined);
      most = Math.max(most, pool.threads);
    });
    await Promise.all(calls);
    clearInterval(sampling);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2);
  });

  it("[RATE-2] lets a call that others wait for run, however few the threads, and lets surplus threads go", async () => {
    await using pool = openPool({ maxWorkers: 1 });
    await using context: TestContext = createTestContext({
      call: (spec, params): Promise<unknown> => pool.executeAsync(fixture, spec, params, context),
    });
    const deep = { spec: "call", params: { spec: "call", params: { spec: "echo", params: { value: "deep" } } } };
    const specs = ["spin", "wait", "spin"];
    const calls = [
      pool.executeAsync(fixture, "call", deep, context),
      pool.executeAsync(fixture, "call_all", { specs }, context),
      pool.executeAsync(fixture, "call", { spec: "echo", params: { value: "flat" } }, context),
    ];
    const [first, second, third] = await Promise.all(calls);
    expect([first, third]).toEqual(["deep", "flat"]);
    expect(second).toEqual([expect.any(Number), "waited", expect.any(Number)]);
    await expect.poll(() => pool.threads).toBe(1);
  });
});

describe("tools with a life", () => {
  it("[LIB-2] lets go of instances when it is asked to: at once where nothing runs, else after the call", async () => {
    await using context = createTestContext();
    const config = join(context.folder, "renewed");
    await using threads = createThreadExecutor({ maxWorkers: 2, maxMemoryMb: 512, configOf: () => config });
    const count = () => threads.executeAsync(fixture, "count", {}, context);
    const wait = () => threads.executeAsync(fixture, "wait", { ms: 80 }, context);
    await Promise.all([wait(), wait()]);
    const busy = wait();
    threads.renew();
    expect(await count()).toMatchObject({ calls: 1 });
    expect(await busy).toBe("waited");
    await expect.poll(() => readFileSync(config, "utf8")).toBe("disposed\n".repeat(2));
    expect(await count()).toMatchObject({ calls: 2 });
  });

  it("creates an instance once per thread and disposes it on closing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "aiecs-threads-"));
    const config = join(folder, "disposed");
    await using context = createTestContext();
    const pool = openPool({ config });
    const counts = await Promise.all(Array.from({ length: 6 }, () => pool.executeAsync(fixture, "count", {}, context)));
    expect(counts).toContainEqual({ calls: 1, config, threadId: expect.any(Number) });
    const threads = Map.groupBy(counts, (count) => Object(count).threadId);
    for (const made of threads.values()) expect(made.map(callsOf)).toEqual(made.map((_, index) => index + 1));
    await pool[Symbol.asyncDispose]();
    expect(readFileSync(config, "utf8")).toBe("disposed\n".repeat(threads.size));
    rmSync(folder, { recursive: true });
  });

  it("says which tool could not be started, and tries again", async () => {
    let config: unknown = "broken";
    await using context = createTestContext();
    await using pool = createThreadExecutor({ maxWorkers: 1, maxMemoryMb: 512, configOf: async () => config });
    await expect(pool.executeAsync(fixture, "count", {}, context)).rejects.toMatchObject({
      code: "E003",
      message: "Tool 'threads_fixture' could not be started: no such config",
    });
    config = { readable: true };
    expect(await pool.executeAsync(fixture, "count", {}, context)).toMatchObject({ calls: 1, config });
  });
});

describe("closing", () => {
  it("[REL-5] ends what runs and what waits, waits for nothing else, and takes no more", async () => {
    const pool = openPool({ maxWorkers: 1, config: "hangs" });
    await using context = createTestContext();
    await pool.executeAsync(fixture, "count", {}, context);
    const calls = ["loop", "echo"].map((name) => pool.executeAsync(fixture, name, {}, context));
    const ended = Promise.allSettled(calls);
    const startedMs = performance.now();
    await pool[Symbol.asyncDispose]();
    expect(performance.now() - startedMs).toBeLessThan(1_500);
    for (const outcome of await ended) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "E004" } });
    }
    await expect(pool.executeAsync(fixture, "echo", {}, context)).rejects.toThrow("the thread pool is closed");
    expect(pool.threads).toBe(0);
  });

  it("is nothing when no call came", async () => {
    await openPool()[Symbol.asyncDispose]();
  });

  it("does not keep the process alive with idle threads", async () => {
    const script = `
      import { createThreadExecutor } from "#adapters/runner/threads/pool.ts";
      import fixture from "#testing/threads-fixture-tool.ts";
      const pool = createThreadExecutor({ maxWorkers: 2, maxMemoryMb: 512, configOf: () => undefined });
      console.log(await pool.executeAsync(fixture, "echo", { value: "ended by itself" }));`;
    const root = join(import.meta.dirname, "../../../..");
    const run = promisify(execFile);
    const options = ["--conditions=aiecs-source", "--input-type=module", "--eval", script];
    const { stdout } = await run(process.execPath, options, { cwd: root, timeout: 10_000 });
    expect(stdout).toBe("ended by itself\n");
  });
});

function echo() {
  const operation = fixture.operations["echo"];
  if (!operation) throw new Error("The fixture has an operation 'echo'");
  return operation;
}

function callsOf(value: unknown): number {
  return typeof value === "object" && value !== null && "calls" in value ? Number(value.calls) : 0;
}
