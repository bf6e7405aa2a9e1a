import { createExecutor, type Plan } from "@aiecs/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTestTools } from "./fixtures/test-tools.ts";

function setUp(config: object = {}) {
  const { tools, journal } = createTestTools();
  return {
    executor: createExecutor({ tools, config: { rate_limit_requests_per_second: 0, ...config }, environment: {} }),
    journal,
  };
}

const echo = (value: unknown, rest: object = {}) => ({ operation: "text_tool.echo", params: { value }, ...rest });
const write = (what: string, rest: object = {}) => ({ operation: "text_tool.write", params: { what, ms: 5 }, ...rest });

describe("executing a plan", () => {
  it("[PLAN-3] starts steps as soon as what they need is there, and keeps the list's order in the results", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const { status, results, output } = await executor.executePlan({
      steps: [
        { id: "slow", operation: "text_tool.sleep", params: { ms: 30, value: "slow" } },
        echo("free"),
        echo("$steps.slow", { id: "after" }),
        echo(["$result[1]", "$steps.after"]),
      ],
      output: { both: "$result[3]", text: "{{ $result[1] }}!" },
    });
    expect(status).toBe("completed");
    expect(results.map((result) => result.result)).toEqual(["slow", "free", "slow", ["free", "slow"]]);
    expect(output).toEqual({ both: ["free", "slow"], text: "free!" });
    expect(journal[0]).toBe("sleep 30");
    expect(journal[1]).toBe("echo");
  });

  it("[PLAN-3] keeps the order of operations that change something, unless `after` says otherwise", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    await executor.executePlan([write("a"), write("b"), echo(1), write("c", { after: [] })]);
    const begins = journal.filter((line) => line.endsWith("begins"));
    expect(journal.indexOf("write b begins")).toBeGreaterThan(journal.indexOf("write a ends"));
    expect(begins.slice(0, 2)).toEqual(["write a begins", "write c begins"]);
    expect(journal.indexOf("echo")).toBeLessThan(journal.indexOf("write a ends"));
  });

  it("[PLAN-3] lets `after` name a later step", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    await executor.executePlan([write("first", { after: ["second"] }), write("second", { id: "second", after: [] })]);
    expect(journal.indexOf("write first begins")).toBeGreaterThan(journal.indexOf("write second ends"));
  });

  it("[PLAN-3] with stop_on_failure cancels what has not started and keeps what runs", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const plan: Plan = {
      stop_on_failure: true,
      steps: [
        { operation: "text_tool.fail" },
        { operation: "text_tool.sleep", params: { ms: 20, value: "kept" } },
        echo("$result[1]"),
      ],
    };
    const { status, results } = await executor.executePlan(plan);
    expect(status).toBe("failed");
    expect(results.map((result) => result.status)).toEqual(["failed", "completed", "cancelled"]);
    expect(results[2]?.errorMessage).toBe("Not run: the plan stopped at step 0");
  });

  it("does not stop for a step that is optional, or whose condition was false", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const { status, results, output } = await executor.executePlan({
      stop_on_failure: true,
      steps: [
        { operation: "text_tool.fail", optional: true },
        echo(1, { when: "input.wanted" }),
        echo("$result[1]"),
        echo("end", { after: [] }),
      ],
      input: { wanted: false },
    });
    expect(status).toBe("completed");
    expect(results.map((result) => result.status)).toEqual(["failed", "cancelled", "cancelled", "completed"]);
    expect(results[1]).toMatchObject({
      errorCode: "E004",
      errorMessage: "Not run: its condition was false (input.wanted)",
    });
    expect(results[2]?.errorMessage).toBe("Not run: it needs the result of step 1, which was cancelled");
    expect(output).toBe("end");
  });

  it("[REF-12] asks conditions over results, where a step that did not complete is null", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const { results } = await executor.executePlan([
      { operation: "text_tool.fail" },
      echo({ rows: 3 }),
      echo("repaired", { when: "result[0] == null && result[1].rows > 2" }),
      echo("never", { when: "result[1].rows > 2.5 + 1" }),
      echo("broken", { when: "result[1].rows" }),
      echo("missing", { when: "result[1].columns > 1" }),
    ]);
    expect(results.slice(2).map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ["completed", null],
      ["cancelled", "E004"],
      ["failed", "E007"],
      ["failed", "E007"],
    ]);
  });

  it("runs a step once per element of `each`, in order", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const { results } = await executor.executePlan([
      echo(["a", "b", "c"]),
      {
        operation: "text_tool.write",
        params: { what: "{{ $index }}{{ $item }}", ms: 2 },
        each: "$result[0]",
        when: "item != 'b'",
      },
      echo("$item.x", { each: [{ x: 1 }, { x: 2 }], concurrency: 2 }),
      echo("$item", { each: "$result[0][0]" }),
      echo("$item.gone", { each: [{ gone: 1 }, {}] }),
      echo("$item", { each: [] }),
    ]);
    expect(results[1]?.result).toEqual(["0a", null, "2c"]);
    expect(journal.filter((line) => line.startsWith("write"))).toEqual([
      "write 0a begins",
      "write 0a ends",
      "write 2c begins",
      "write 2c ends",
    ]);
    expect(results[2]?.result).toEqual([1, 2]);
    expect(results[3]).toMatchObject({ errorCode: "E007", errorMessage: "each: expected a list, received string" });
    expect(results[4]).toMatchObject({ errorCode: "E007" });
    expect(results[5]?.result).toEqual([]);
  });

  it("obeys a step's own time-out, retry, cache and executor", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const { results } = await executor.executePlan([
      { operation: "text_tool.sleep", params: { ms: 5000 }, timeout_ms: 20 },
      { operation: "text_tool.fail", retry: { max_attempts: 3, backoff_ms: 1 } },
      { operation: "math_tool.cached_add", params: { a: 1, b: 2 }, cache: false },
      { operation: "math_tool.cached_add", params: { a: 1, b: 2 }, cache: false },
      echo(1, { executor: "elsewhere" }),
    ]);
    expect(results.map((result) => result.errorCode)).toEqual(["E002", "E005", null, null, "E001"]);
    expect(results[1]?.attempts).toBe(3);
    expect(journal.filter((line) => line.startsWith("cached_add"))).toHaveLength(2);
  });

  it("merges the caller's input over the plan's, and checks it by the plan's schema", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const plan: Plan = {
      input: { date: "2026-01-31", top: 3 },
      input_schema: { type: "object", properties: { date: { type: "string" }, top: { type: "integer" } } },
      steps: [echo("$input")],
    };
    const { output } = await executor.executePlan(plan, { input: { top: 5 } });
    expect(output).toEqual({ date: "2026-01-31", top: 5 });
    await expect(executor.executePlan(plan, { input: { top: "many" } })).rejects.toMatchObject({
      code: "E001",
      message: "Invalid input: top: expected integer, received string",
    });
  });

  it("gives no output that rests on a step that did not complete, and says why one cannot be made", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const broken = await executor.executePlan({
      steps: [{ operation: "text_tool.fail" }, echo(1)],
      output: "$result[0]",
    });
    expect(broken).toMatchObject({ status: "completed", output: null });
    expect(Object.keys(broken)).toEqual(["status", "results", "output"]);
    const missing = await executor.executePlan({ steps: [echo({ a: 1 })], output: "$result[0].b" });
    expect(missing).toMatchObject({ status: "failed", output: null, error: { code: "E007" } });
    expect(missing.results[0]?.result).toEqual({ a: 1 });
  });

  it("[PLAN-2] rejects before the first step with strict for anything that analysis finds", async () => {
    const { executor, journal } = setUp();
    await using _ = executor;
    const steps = [echo(1), { operation: "math_tool.add", params: { a: "one", c: 1 } }, { operation: "math_tool.sub" }];
    expect(executor.analyzePlan(steps).errors).toHaveLength(3);
    await expect(executor.executePlan(steps, { strict: true })).rejects.toMatchObject({
      code: "E001",
      details: { errors: { length: 3 } },
    });
    await expect(executor.executeOperationsSequence(steps, "ann", "t1", { strict: true })).rejects.toMatchObject({
      code: "E001",
    });
    expect(journal).toEqual([]);
    const lax = await executor.executeOperationsSequence(steps);
    expect(lax.map((result) => result.errorCode)).toEqual([null, "E001", "E003"]);
  });

  it("[OE-6] [REL-2] gives the same results as a sequence, whatever the plan, failures and concurrency", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const step = (index: number) =>
      fc.oneof(
        fc.record({
          operation: fc.constant("math_tool.add"),
          params: fc.record({ a: fc.integer({ min: 0, max: 9 }) }),
        }),
        fc.record({
          operation: fc.constant("text_tool.echo"),
          params: fc.record({
            value:
              index === 0 ? fc.constant("none") : fc.integer({ min: 0, max: index - 1 }).map((to) => `$result[${to}]`),
          }),
        }),
        fc.constant({ operation: "text_tool.fail", params: {} }),
        fc.record({
          operation: fc.constant("text_tool.sleep"),
          params: fc.record({ ms: fc.integer({ min: 0, max: 2 }) }),
        }),
      );
    const plans = fc
      .integer({ min: 1, max: 12 })
      .chain((length) => fc.tuple(...Array.from({ length }, (_unused, index) => step(index))));
    const outcome = (
      results: readonly { step: string; status: string; errorMessage: string | null; result: unknown }[],
    ) => results.map(({ step: name, status, errorMessage, result }) => ({ name, status, errorMessage, result }));
    await fc.assert(
      fc.asyncProperty(plans, fc.integer({ min: 1, max: 5 }), async (steps, concurrency) => {
        const sequence = await executor.executeOperationsSequence(steps);
        const { results } = await executor.executePlan(steps, { concurrency });
        expect(outcome(results)).toEqual(outcome(sequence));
      }),
      { numRuns: 60 },
    );
  });

  it("[REL-2] loses no step under random failures, cancellations and timing", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const kinds = fc.array(fc.constantFrom("fail", "sleep", "ignore_signal", "echo"), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(
        kinds,
        fc.integer({ min: 0, max: 6 }),
        fc.boolean(),
        async (names, abortAfterMs, stopOnFailure) => {
          const steps = names.map((name) => ({
            operation: `text_tool.${name}`,
            params: name === "echo" ? { value: 1 } : name === "fail" ? {} : { ms: 3 },
          }));
          const signal = AbortSignal.timeout(abortAfterMs);
          const results = await executor.executeParallelOperations(steps, { signal, stopOnFailure, concurrency: 3 });
          expect(results).toHaveLength(names.length);
          for (const result of results) expect(["completed", "failed", "cancelled"]).toContain(result.status);
        },
      ),
      { numRuns: 40 },
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(executor.getStats()).toMatchObject({ abandoned_operations: 0, semaphore_value: 64 });
  });
});
