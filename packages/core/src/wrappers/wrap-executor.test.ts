import { describe, expect, it } from "vitest";
import { createMemoryCache } from "#adapters/cache/memory-cache.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { assertImplements } from "#toolkit/assert-implements.ts";
import { createListLogger, type LoggedLine } from "../testing-fixtures/set-up-call.ts";
import { createWrappedTool } from "../testing-fixtures/wrapped-tool.ts";
import { withCache } from "./with-cache.ts";
import { withLogging } from "./with-logging.ts";
import { withMetrics } from "./with-metrics.ts";
import { withRetry } from "./with-retry.ts";
import { withTimeout } from "./with-timeout.ts";

const clock = createManualClock();

describe("wrappers", () => {
  it("[INT-7] are executors themselves, keep the registry, and can be put around each other in any order", async () => {
    const { tool, inner } = createWrappedTool(({ a }) => Number(a) + 1, { readOnly: true });
    const logged: LoggedLine[] = [];
    const logger = createListLogger(logged);
    const cache = createMemoryCache({ clock });
    const wrapped = withLogging(
      withMetrics(
        withCache(withRetry(withTimeout(inner, { timeoutMs: 50, clock }), { maxAttempts: 2, clock }), { cache }),
        { clock },
      ),
      { logger },
    );
    expect(() => assertImplements("IToolExecutor", wrapped)).not.toThrow();
    expect(wrapped.registry).toBe(inner.registry);
    expect(await wrapped.executeAsync(tool, "work", { a: 1 })).toBe(2);
    expect(wrapped.execute(tool, "work", { a: 2 })).toBe(3);
    expect(logged).toHaveLength(4);
  });

  it("hand on parameters and context as they are", async () => {
    const seen: unknown[] = [];
    const bare: IToolExecutor = {
      execute: (...given) => seen.push(given),
      executeAsync: async (...given) => seen.push(given),
    };
    const { tool } = createWrappedTool(() => 1);
    const params = { a: 1 };
    const wrapped = withMetrics(bare);
    await wrapped.executeAsync(tool, "work", params);
    wrapped.execute(tool, "work", params);
    expect(seen).toEqual([
      [tool, "work", params, undefined],
      [tool, "work", params],
    ]);
    expect("registry" in wrapped).toBe(false);
  });
});
