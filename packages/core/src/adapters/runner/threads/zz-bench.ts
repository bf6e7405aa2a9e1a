import { monitorEventLoopDelay } from "node:perf_hooks";
import { Piscina } from "piscina";
import { createTestContext } from "#testing/test-context.ts";
import tool from "#testing/threads-fixture-tool.ts";
import { createThreadExecutor } from "./pool.ts";

const workers = Number(process.argv[2] ?? 1);
await using ex = createThreadExecutor({ maxWorkers: workers, maxMemoryMb: 512, configOf: () => undefined });
await using ctx = createTestContext();
const file = "/tmp/thr/w3.mjs";
const mk = (atomics: "sync" | "disabled") =>
  new Piscina({ filename: file, minThreads: workers, maxThreads: workers, idleTimeout: Infinity, atomics });
const sync = mk("sync"),
  disabled = mk("disabled");
const kinds: Record<string, (op: string, p: object) => Promise<unknown>> = {
  ours: (op, p) => ex.executeAsync(tool, op, p, ctx),
  "piscina default": (op, p) => sync.run({ op, ...p }),
  "piscina disabled": (op, p) => disabled.run({ op, ...p }),
};
for (const f of Object.values(kinds)) {
  await Promise.all(Array.from({ length: workers * 2 }, () => f("spin", { ms: 20 })));
  for (let i = 0; i < 1000; i++) await f("echo", { value: 1 });
}
const med = (a: number[]) => a.sort((x, y) => x - y)[a.length >> 1]!;
const noop: Record<string, number[]> = {},
  batch: Record<string, number[]> = {},
  delay: Record<string, number[]> = {};
for (let r = 0; r < 15; r++)
  for (const [k, f] of Object.entries(kinds).sort(() => Math.random() - 0.5)) {
    const t = performance.now();
    for (let i = 0; i < 300; i++) await f("echo", { value: 1 });
    (noop[k] ??= []).push(((performance.now() - t) / 300) * 1000);
  }
for (const k in noop) console.log("no-op µs", k, med(noop[k]!).toFixed(1));
const ratios: Record<string, number[]> = {};
for (let r = 0; r < 7; r++) {
  const times: Record<string, number> = {};
  for (const [k, f] of Object.entries(kinds).sort(() => Math.random() - 0.5)) {
    const h = monitorEventLoopDelay({ resolution: 1 });
    h.enable();
    const t = performance.now();
    await Promise.all(Array.from({ length: 200 }, () => f("spin", { ms: 5 })));
    times[k] = performance.now() - t;
    h.disable();
    (batch[k] ??= []).push(times[k]);
    (delay[k] ??= []).push(h.percentile(99) / 1e6);
  }
  for (const k in times) (ratios[k] ??= []).push(times["piscina default"]! / times[k]!);
}
for (const k in batch)
  console.log(
    "200x5ms",
    k,
    med(batch[k]!).toFixed(0),
    "ms; speed vs piscina default",
    med(ratios[k]!).toFixed(3),
    "p99 loop delay ms",
    med(delay[k]!).toFixed(2),
  );
await sync.destroy();
await disabled.destroy();
