import { Piscina } from "piscina";
import { CancelScope } from "#primitives/cancel-scope.ts";
import { createTestContext } from "#testing/test-context.ts";
import tool from "#testing/threads-fixture-tool.ts";
import { createThreadExecutor } from "./pool.ts";

await using ex = createThreadExecutor({ maxWorkers: 1, maxMemoryMb: 512, configOf: () => undefined });
await using ctx = createTestContext();
const scope = new CancelScope();
const cheap = Object.assign(Object.create(null), { ...ctx, onCancel: scope.onCancel.bind(scope), reason: undefined });
const mk = (atomics: "sync" | "disabled") =>
  new Piscina({ filename: "/tmp/thr/w3.mjs", minThreads: 1, maxThreads: 1, idleTimeout: Infinity, atomics });
const sync = mk("sync"),
  disabled = mk("disabled");
const kinds: Record<string, () => Promise<unknown>> = {
  "ours, signal": () => ex.executeAsync(tool, "echo", { value: 1 }, ctx),
  "ours, cheap": () => ex.executeAsync(tool, "echo", { value: 1 }, cheap),
  "piscina default": () => sync.run({ op: "echo", value: 1 }),
  "disabled msg": () =>
    disabled.run({
      id: 1,
      module: "file:///work/main/packages/core/src/testing/threads-fixture-tool.ts",
      toolName: "threads_fixture",
      toolVersion: "1.0.0",
      operation: "echo",
      op: "echo",
      params: { value: { a: 1, b: 2 } },
      userId: undefined,
      taskId: "test-task",
      stepIndex: 0,
      attempt: 1,
      idempotencyKey: "test-task:0",
      input: { value: {} },
      levels: 3,
    }),
  "piscina disabled": () => disabled.run({ op: "echo", value: 1 }),
};
for (const f of Object.values(kinds)) for (let i = 0; i < 2000; i++) await f();
const times: Record<string, number[]> = {};
for (let r = 0; r < 60; r++)
  for (const [k, f] of Object.entries(kinds).sort(() => Math.random() - 0.5)) {
    const t = performance.now();
    for (let i = 0; i < 100; i++) await f();
    (times[k] ??= []).push(((performance.now() - t) / 100) * 1000);
  }
for (const k in times) {
  const a = times[k]!.sort((x, y) => x - y);
  console.log(k.padEnd(18), "p10", a[6]!.toFixed(1), "median", a[30]!.toFixed(1));
}
await sync.destroy();
await disabled.destroy();
