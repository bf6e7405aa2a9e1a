import { createThreadExecutor } from "./pool.ts";
import { createTestContext } from "#testing/test-context.ts";
import tool from "#testing/threads-fixture-tool.ts";
await using ctx = createTestContext();
for (const mb of [20, 30, 40]) {
const ex = createThreadExecutor({ maxWorkers: 1, maxMemoryMb: 96, configOf: () => undefined });
const run = (op: string, p: object = {}) => ex.executeAsync(tool, op, p, ctx);
try { for (let i = 0; i < 8; i++) { await run("keep", { megabytes: mb }); await run("spin", {ms: 70}); } console.log(mb, "ok"); } catch (e) { console.log(mb, String(e)); }
await ex[Symbol.asyncDispose]();
}
