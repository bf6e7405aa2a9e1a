import { AsyncLocalStorage } from "node:async_hooks";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ValidationError } from "#contracts/errors.ts";
import { serve } from "#testing/serve.ts";
import { createTestContext } from "#testing/test-context.ts";
import fixture from "#testing/threads-fixture-tool.ts";
import { createThreadExecutor, type ThreadExecutor } from "./pool.ts";

let pool: ThreadExecutor;
beforeAll(() => {
  pool = createThreadExecutor({ maxWorkers: 1, maxMemoryMb: 512, configOf: () => ({ unit: "m" }) });
});
afterAll(() => pool[Symbol.asyncDispose]());

it("[THR-1] shows an operation the same call as on the main thread", async () => {
  const call = { userId: "u", taskId: "t", stepIndex: 3, attempt: 2, input: { date: "2026-01-31" } };
  await using context = createTestContext(call);
  expect(await pool.executeAsync(fixture, "describe", {}, context)).toEqual({
    ...call,
    idempotencyKey: "t:3",
    instance: { calls: 0, config: { unit: "m" }, threadId: expect.any(Number) },
  });
});

it("[THR-1] passes progress on, all of it before the result", async () => {
  await using context = createTestContext();
  await pool.executeAsync(fixture, "report", { times: 200 }, context);
  expect(context.progressed).toHaveLength(200);
  expect(context.progressed.at(-1)).toEqual({ fraction: 1, message: "step 200" });
  await expect(pool.executeAsync(fixture, "report_nonsense", {}, context)).rejects.toThrow("progress: expected");
});

it("fails the call whose listener throws, and nothing else", async () => {
  await using context = createTestContext();
  const broken = { ...context, progress: () => JSON.parse("{") };
  await expect(pool.executeAsync(fixture, "report", { times: 2 }, broken)).rejects.toBeInstanceOf(SyntaxError);
  expect(await pool.executeAsync(fixture, "echo", { value: 1 }, context)).toBe(1);
});

it("[THR-1] passes log lines on, those that are wanted", async () => {
  await using context = createTestContext();
  await pool.executeAsync(fixture, "log", { fields: { row: 1 } }, context);
  expect(context.logged).toEqual([
    { level: "debug", fields: { prepared: true }, message: "debug is on" },
    { level: "warn", fields: { row: 1 }, message: "a warning" },
    { level: "info", fields: { fields: "{ run: [Function: run] }" }, message: "what cannot be copied" },
  ]);
  await using quiet = createTestContext();
  const log = { ...quiet.log, isLevelEnabled: (level: string) => level === "warn" || level === "error" };
  await pool.executeAsync(fixture, "log", { fields: {} }, { ...quiet, log });
  expect(quiet.logged.map(({ level }) => level)).toEqual(["warn"]);
});

it("[TOOL-5] writes and adopts artifacts", async () => {
  await using context = createTestContext();
  const written = await pool.executeAsync(fixture, "write", { name: "../a.txt", outputPath: "copy/b.txt" }, context);
  expect(written).toMatchObject({ name: "a.txt", media_type: "text/plain", bytes: 4 });
  expect(readFileSync(join(context.folder, "copy/b.txt"), "utf8")).toBe("part");
  const adopted = await pool.executeAsync(fixture, "adopt", {}, context);
  expect(adopted).toMatchObject({ name: "made.txt", bytes: 17 });
});

it("[TOOL-6] lends the guarded network, and says the limits", async () => {
  await using server = await serve((request, response) => void request.pipe(response));
  const settings = { network: { allow: [server.host, "127.0.0.1:80"] }, limits: { max_pixels: 7 } };
  await using context = createTestContext(settings);
  const call = { url: server.url, waitMs: 10_000 };
  expect(await pool.executeAsync(fixture, "fetch", call, context)).toMatchObject({
    status: 200,
    text: "thread",
    host: "127.0.0.1",
    limits: { max_pixels: 7, max_pages: 2_000 },
  });
  await using confined = createTestContext();
  expect(await errorOf(pool.executeAsync(fixture, "fetch", call, confined))).toBeInstanceOf(ValidationError);
  await using silent = await serve(() => undefined);
  await using patient = createTestContext({ network: { allow: [silent.host] } });
  const hanging = pool.executeAsync(fixture, "fetch", { url: silent.url, waitMs: 20 }, patient);
  await expect(hanging).rejects.toThrow(/timeout/);
});

it("[TOOL-6] confines files to the roots", async () => {
  await using context = createTestContext();
  writeFileSync(join(context.folder, "in.txt"), "content");
  expect(await pool.executeAsync(fixture, "read", { path: "in.txt" }, context)).toBe("content");
  expect(readFileSync(join(context.folder, "copy.txt"), "utf8")).toBe("content");
  const error = await errorOf(pool.executeAsync(fixture, "read", { path: "/etc/passwd" }, context));
  expect(error).toBeInstanceOf(ValidationError);
  expect(error.message).toMatch(/^'\/etc\/passwd' lies outside/);
});

it("runs nested calls on the main thread, in the caller's asynchronous context, and brings their errors back", async () => {
  const storage = new AsyncLocalStorage<string>();
  await using context = createTestContext({
    call: (spec, params) => {
      if (spec === "bad.call") throw new ValidationError("refused", { details: { spec } });
      return { spec, params, store: storage.getStore() };
    },
  });
  const nested = { spec: "other.tool", params: { a: 1 } };
  const answer = await storage.run("caller", () => pool.executeAsync(fixture, "call", nested, context));
  expect(answer).toEqual({ ...nested, store: "caller" });
  const error = await errorOf(pool.executeAsync(fixture, "call", { spec: "bad.call" }, context));
  expect(error).toBeInstanceOf(ValidationError);
  expect(error).toMatchObject({ message: "refused", details: { spec: "bad.call" } });
});

it("refuses a config that cannot cross", async () => {
  await using context = createTestContext();
  await using broken = createThreadExecutor({ maxWorkers: 1, maxMemoryMb: 512, configOf: () => ({ run: () => 1 }) });
  await expect(broken.executeAsync(fixture, "count", {}, context)).rejects.toThrow("could not be cloned");
});

/** What a call that must fail throws. */
async function errorOf(call: Promise<unknown>): Promise<Error> {
  const outcome = await call.catch((reason: unknown) => reason);
  if (outcome instanceof Error) return outcome;
  throw new TypeError("expected an Error", { cause: outcome });
}
