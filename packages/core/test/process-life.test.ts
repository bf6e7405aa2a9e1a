import { describe, expect, it } from "vitest";
import { runInProcess } from "./fixtures/run-in-process.ts";

/** Runs a script with an executor whose tool has an operation that hangs, and tells what it logs and how long it lived. */
function live(script: string): { readonly said: string; readonly livedMs: number } {
  return runInProcess(`
    const { createExecutor, defineTool } = await import("@aiecs/core");
    const operation = (execute) => ({ description: "", inputSchema: {}, execute });
    const operations = { hang: operation(() => new Promise(() => {})), work: operation(() => "done") };
    const executor = createExecutor({ tools: [defineTool({ name: "t", description: "", version: "1.0.0", operations })] });
    const startedAt = performance.now();
    let said;
    process.on("exit", () => console.log(JSON.stringify({ said, livedMs: performance.now() - startedAt })));
    ${script}
  `) as { said: string; livedMs: number };
}

describe("a process with an executor", () => {
  it("[TIME-1] lives until a deadline ends what nothing else will end", () => {
    const script = `said = await executor.executeOperation("t.hang", {}, { timeoutMs: 80 }).catch(({ code }) => code);`;
    const { said, livedMs } = live(script);
    expect(said).toBe("E002");
    expect(livedMs).toBeGreaterThan(75);
    expect(livedMs).toBeLessThan(5_000);
  });

  it("ends with its work, not with the timers of deadlines that were never needed", () => {
    const { said, livedMs } = live(`said = await executor.executeOperation("t.work", {}, { timeoutMs: 60_000 });`);
    expect(said).toBe("done");
    expect(livedMs).toBeLessThan(5_000);
  });
});
