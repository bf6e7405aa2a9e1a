import { setImmediate as turn } from "node:timers/promises";
import { createExecutor, defineOperation, defineTool, type Step } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { TaskMode } from "#contracts/task.ts";
import { createTaskKeeper, isGapless, tell } from "./fixtures/task-keeper.ts";

/** An operation that ends when it is told to. */
function createGate() {
  const waiting: (() => void)[] = [];
  const started: number[] = [];
  const tool = defineTool({
    name: "gate",
    description: "Waits.",
    version: "1.0.0",
    operations: {
      pass: defineOperation({
        description: "Ends when it is told to.",
        inputSchema: z.object({ from: z.unknown().optional() }),
        annotations: { readOnly: true },
        execute: async (_params, { stepIndex }) => {
          started.push(stepIndex);
          await new Promise<void>((resolve) => waiting.push(resolve));
          return stepIndex;
        },
      }),
    },
  });
  /** Lets pass what waits, and what comes to wait because of that, `times` times. */
  const open = async (times = 1): Promise<void> => {
    for (let time = 0; time < times; time++) {
      for (const pass of waiting.splice(0)) pass();
      await turn();
    }
  };
  return { tool, started, open };
}

function setUp() {
  const { tool, started, open } = createGate();
  const executor = createExecutor({
    tools: [tool],
    config: { rate_limit_requests_per_second: 0 },
    environment: {},
  });
  const run = (keeper: ReturnType<typeof createTaskKeeper>, steps: readonly Step[], mode: TaskMode = "plan") =>
    executor.executeWork(
      { mode, plan: { steps }, input: {}, concurrency: 4 },
      { taskId: "t", saveCallback: keeper.save },
      keeper.resume(),
      keeper.listen,
    );
  return { executor, run, started, open };
}

const gates = (count: number): Step[] => Array.from({ length: count }, () => ({ operation: "gate.pass" }));

describe("pausing a task's run", () => {
  it.each<TaskMode>(["plan", "parallel", "batch", "sequence"])(
    "[TASK-3] lets what is under way end, starts nothing more, and a later run does the rest (%s)",
    async (mode) => {
      const { executor, run, started, open } = setUp();
      await using _ = executor;
      const keeper = createTaskKeeper();
      const steps = gates(50);
      const first = run(keeper, steps, mode);
      await turn();
      await open(3);
      const underWay = [...started];
      keeper.pause.abort();
      await open();
      const outcome = await first;
      expect(started).toEqual(underWay);
      expect(outcome).toMatchObject({ status: "pending", paused: true, waiting: [], output: null });
      expect(outcome.results.flatMap((result, index) => (result?.completed ? [index] : []))).toEqual(underWay);
      expect(tell(keeper.events).filter((line) => /cancelled|task.completed|task.failed/.test(line))).toEqual([]);
      expect(isGapless(keeper.events)).toBe(true);

      const later = createTaskKeeper();
      later.results.push(...keeper.results);
      const second = run(later, steps, mode);
      await turn();
      await open(50);
      expect((await second).results.map((result) => result?.result)).toEqual([...steps.keys()]);
      expect(started.toSorted((a, b) => a - b)).toEqual([...steps.keys()]);
    },
  );

  it("starts nothing at all when it is paused before", async () => {
    const { executor, run, started } = setUp();
    await using _ = executor;
    const keeper = createTaskKeeper();
    keeper.pause.abort();
    expect(await run(keeper, gates(3))).toMatchObject({ status: "pending", paused: true });
    expect(started).toEqual([]);
    expect(tell(keeper.events)).toEqual(["task.started"]);
  });

  it("changes nothing when all steps were under way or had ended", async () => {
    const { executor, run, open } = setUp();
    await using _ = executor;
    const keeper = createTaskKeeper();
    const going = run(keeper, gates(4));
    await turn();
    keeper.pause.abort();
    await open();
    expect(await going).toMatchObject({ status: "completed", paused: false, output: 3 });
    expect(tell(keeper.events).at(-1)).toBe("task.completed");
  });

  it("[TASK-6] tells steps that wait for an approval from those it kept from starting", async () => {
    const { executor, run, started, open } = setUp();
    await using _ = executor;
    const waits: Step = { operation: "gate.pass", approval: true };
    const needsIt: Step = { operation: "gate.pass", params: { from: "$result[0]" } };
    const later: Step = { operation: "gate.pass", params: { from: "$result[2]" }, approval: true };
    const keeper = createTaskKeeper();
    const first = run(keeper, [waits, needsIt, ...gates(1)]);
    await turn();
    keeper.pause.abort();
    await open();
    expect(await first).toMatchObject({ status: "pending", waiting: [0], paused: false });

    const other = createTaskKeeper();
    const second = run(other, [waits, needsIt, ...gates(1), later]);
    await turn();
    other.pause.abort();
    other.decide(0, true);
    await open();
    expect(await second).toMatchObject({ status: "pending", waiting: [], paused: true });
    expect(started).toEqual([2, 2]);
    expect([...other.waits.keys()]).toEqual([0]);
  });

  it("gives way to a cancellation", async () => {
    const { executor, run } = setUp();
    await using _ = executor;
    const keeper = createTaskKeeper();
    const going = run(keeper, gates(9));
    await turn();
    keeper.pause.abort();
    executor.cancelTask("t");
    const outcome = await going;
    expect(outcome).toMatchObject({ status: "cancelled", paused: false });
    expect(new Set(outcome.results.map((result) => result?.status))).toEqual(new Set(["cancelled"]));
    expect(tell(keeper.events).at(-1)).toBe("task.cancelled");
  });
});
