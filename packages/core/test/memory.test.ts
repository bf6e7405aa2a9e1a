import { describe, expect, it } from "vitest";
import { runInProcess } from "./fixtures/run-in-process.ts";

type Heaps = { readonly operations: number; readonly heapsMb: readonly number[]; readonly timers: number };

describe("memory", () => {
  it("[REL-3] stays flat over a million operations of all kinds", () => {
    const measured = runInProcess(
      `
      const { createExecutor, defineTool } = await import("@aiecs/core");
      const inputSchema = { "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) } };
      const annotations = { readOnly: true };
      const tool = defineTool({ name: "t", description: "", version: "1.0.0", operations: {
        work: { description: "", inputSchema, execute: ({ a }) => a },
        fail: { description: "", inputSchema, execute: () => { throw new Error("broken"); } },
        remember: { description: "", inputSchema, annotations, cache: { ttlS: 60 }, execute: ({ a }) => ({ a }) },
      } });
      const config = { rate_limit_requests_per_second: 0 };
      const quiet = { debug() {}, info() {}, warn() {}, error() {}, isLevelEnabled: () => false };
      await using executor = createExecutor({ tools: [tool], config, logger: quiet, environment: {} });
      const list = Array.from({ length: 100 }, (_, a) => ({ operation: "t.work", params: { a: a === 0 ? 1 : "$result[" + (a - 1) + "]" } }));
      let count = 0;
      const round = async (operations) => {
        const end = count + operations;
        while (count < end) {
          const many = Array.from({ length: 500 }, (_, a) => executor.executeOperation("t.work", { a }));
          await Promise.all(many);
          await executor.executeParallelOperations(list);
          await executor.executeOperationsSequence(list, "user " + count, "task " + count, { deadlineMs: 10_000 });
          for (let a = 0; a < 50; a++) await executor.executeOperation("t.remember", { a: count + a });
          for (let a = 0; a < 10; a++) await executor.executeOperation("t.fail", { a }).catch(() => undefined);
          const names = Array.from({ length: 10 }, (_, a) => ({ tool: "made_up_" + ((count + a) % 3000), params: { op: "x" } }));
          await executor.batchToolCalls(names, () => 1);
          await executor.executeOperation("t.work", { a: 1 }, { signal: new AbortController().signal, timeoutMs: 1000 + (count % 7) });
          const stopListening = executor.on("*", () => undefined);
          for (let a = 0; a < 20; a++) await executor.executeOperation("t.work", { a });
          for await (const event of executor.stream(list)) if (event.type === "task.completed") break;
          stopListening();
          count += 891;
        }
      };
      const heapMb = () => { gc(); gc(); return process.memoryUsage().heapUsed / 1024 / 1024; };
      await round(250_000);
      const heapsMb = [heapMb()];
      for (let part = 0; part < 3; part++) { await round(250_000); heapsMb.push(heapMb()); }
      const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
      console.log(JSON.stringify({ operations: executor.getStats().total_operations, heapsMb, timers }));
      `,
      { nodeArgs: ["--expose-gc"] },
    ) as Heaps;
    expect(measured.operations).toBeGreaterThan(1_000_000);
    const [first = 0, ...later] = measured.heapsMb;
    expect(Math.max(...later) - first).toBeLessThan(2);
    expect(measured.timers).toBeLessThan(20);
  }, 120_000);
});
