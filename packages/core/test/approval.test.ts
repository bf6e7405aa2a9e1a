import { setImmediate as turn } from "node:timers/promises";
import { createExecutor, type Step } from "@aiecs/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WorkOutcome } from "#contracts/resumption.ts";
import type { TaskWork } from "#contracts/task.ts";
import { planInput, stepsArbitrary } from "./fixtures/plan-arbitrary.ts";
import { createProbeTool } from "./fixtures/probe-tool.ts";
import { createTaskKeeper, isGapless, tell, waitsUntil } from "./fixtures/task-keeper.ts";
import { createTestTools } from "./fixtures/test-tools.ts";

function setUp() {
  const { probeTool, runs } = createProbeTool();
  const executor = createExecutor({
    tools: [probeTool, ...createTestTools().tools],
    config: { rate_limit_requests_per_second: 0 },
    environment: {},
  });
  const keeper = createTaskKeeper();
  const run = (steps: readonly Step[], work: Partial<TaskWork> = {}, more: { readonly signal?: AbortSignal } = {}) => {
    const given: TaskWork = { mode: "plan", input: { wanted: false }, ...work, plan: { steps } };
    const options = { taskId: "t", saveCallback: keeper.save, ...more };
    return executor.executeWork(given, options, keeper.resume(), keeper.listen);
  };
  return { executor, keeper, run, ran: () => runs.map(({ stepIndex }) => stepIndex) };
}

const read = (own: unknown, more: Partial<Step> = {}): Step => ({ operation: "probe.read", params: { own }, ...more });
const sleep = (ms: number): Step => ({ operation: "text_tool.sleep", params: { ms } });
const statusesOf = ({ results }: WorkOutcome) => results.map((result) => result?.status);

describe("a step that needs an approval", () => {
  it("[TASK-6] waits, while everything that does not need it runs, and holds no slot", async () => {
    const { executor, keeper, run, ran } = setUp();
    await using _ = executor;
    const steps = [
      read(0, { approval: true }),
      read("$result[0].own"),
      read(2, { approval: { timeout_s: 1.5 } }),
      read(3),
    ];
    const outcome = await run(steps, { concurrency: 1 });
    expect(outcome).toMatchObject({ status: "pending", waiting: [0, 2], paused: false, output: null });
    expect(outcome.error).toBeUndefined();
    expect(statusesOf(outcome)).toEqual([undefined, undefined, undefined, "completed"]);
    expect(ran()).toEqual([3]);
    expect([...keeper.waits]).toEqual([
      [0, undefined],
      [2, 1500],
    ]);
    expect(keeper.events.find(({ type }) => type === "step.waiting")).toMatchObject({
      stepIndex: 0,
      operation: "probe.read",
      expiresAt: waitsUntil,
    });
    expect(tell(keeper.events)).toEqual([
      "task.started",
      "step.waiting 0",
      "step.waiting 2",
      "step.started 3",
      "step.completed 3",
    ]);
    expect(isGapless(keeper.events)).toBe(true);
  });

  it("[TASK-6] goes on in a later run once it is approved, and is not asked again", async () => {
    const { executor, keeper, run, ran } = setUp();
    await using _ = executor;
    const steps = [read(0), read("$result[0].own", { approval: true }), read("$result[1].own")];
    expect((await run(steps)).waiting).toEqual([1]);
    expect((await run(steps)).waiting).toEqual([1]);
    keeper.decide(1, true);
    keeper.waits.clear();
    const outcome = await run(steps);
    expect(outcome).toMatchObject({ status: "completed", output: { own: 0 }, waiting: [] });
    expect(ran()).toEqual([0, 1, 2]);
    expect(keeper.waits.size).toBe(0);
    expect(tell(keeper.events).at(0)).toBe("task.resumed");
    expect(tell(keeper.events).at(-1)).toBe("task.completed");
  });

  it("[TASK-6] goes on in the same run when it is approved while others are under way", async () => {
    const { executor, keeper, run } = setUp();
    await using _ = executor;
    const controller = new AbortController();
    const others = [read(1, { approval: true }), read("$result[1]"), read(3, { approval: true })];
    const going = run([sleep(60_000), ...others], {}, { signal: controller.signal });
    keeper.decide(1, true);
    keeper.decide(2, true);
    keeper.decide(99, true);
    while (!keeper.results[2]) await turn();
    expect(tell(keeper.events)).not.toContain("step.completed 0");
    expect(keeper.results[2]?.status).toBe("completed");
    controller.abort();
    expect(statusesOf(await going)).toEqual(["cancelled", "completed", "completed", "cancelled"]);
    keeper.decide(3, true);
    expect(keeper.results[3]).toBeUndefined();
  });

  it("[TASK-6] keeps to the concurrency when many are approved at once, even while it asks", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const keeper = createTaskKeeper();
    const resumption = keeper.resume();
    const approveAtOnce = { ...resumption, wait: (index: number) => (keeper.decide(index, true), waitsUntil) };
    const steps = Array.from({ length: 40 }, (_unused, index) => read(index, index % 2 ? { approval: true } : {}));
    let running = 0;
    let most = 0;
    const outcome = await executor.executeWork(
      { mode: "plan", plan: { steps }, input: {}, concurrency: 3 },
      {},
      approveAtOnce,
      ({ type }) => {
        running += type === "step.started" ? 1 : type === "step.completed" ? -1 : 0;
        most = Math.max(most, running);
      },
    );
    expect(statusesOf(outcome).every((status) => status === "completed")).toBe(true);
    expect(most).toBe(3);
  });

  it("[TASK-6] ends as cancelled when it is rejected, and what needs it does not run", async () => {
    const { executor, keeper, run, ran } = setUp();
    await using _ = executor;
    const steps = [read(0, { approval: true }), read("$result[0].own"), read(2, { approval: true }), read(3)];
    await run(steps);
    keeper.decide(0, false, "too dear");
    keeper.decide(2, false);
    const outcome = await run(steps);
    expect(outcome.results.map((result) => [result?.status, result?.errorCode, result?.errorMessage])).toEqual([
      ["cancelled", "E004", "Rejected: too dear"],
      ["cancelled", "E004", "Not run: it needs the result of step 0, which was cancelled"],
      ["cancelled", "E004", "Rejected"],
      ["completed", null, null],
    ]);
    expect(outcome.status).toBe("completed");
    expect(ran()).toEqual([3]);
    const stopped = await run(steps.slice(0, 2), { stop_on_failure: true });
    expect([stopped.status, stopped.error?.message]).toEqual(["failed", "Rejected: too dear"]);
  });

  it("[TASK-6] asks nobody when its condition is false, when what it needs broke, or when it is wrong in itself", async () => {
    const { executor, keeper, run } = setUp();
    await using _ = executor;
    const outcome = await run(
      [
        { operation: "probe.fail", params: { own: 0 } },
        read("$result[0].own", { approval: true }),
        read(2, { approval: true, when: "input.wanted" }),
        { operation: "probe.nothing", approval: true },
        read(4, { approval: false }),
      ],
      { mode: "parallel" },
    );
    expect(keeper.waits.size).toBe(0);
    expect(outcome.results.map((result) => result?.errorMessage)).toEqual([
      "Error executing fail: broken",
      "Not run: it needs the result of step 0, which failed",
      "Not run: its condition was false (input.wanted)",
      "Operation 'nothing' not found in tool 'probe'",
      null,
    ]);
  });

  it("[TASK-6] is asked once before all elements of `each`", async () => {
    const { executor, keeper, run, ran } = setUp();
    await using _ = executor;
    const steps = [read("$item", { each: ["a", "b", "c"], approval: true })];
    expect((await run(steps)).waiting).toEqual([0]);
    expect([...keeper.waits.keys()]).toEqual([0]);
    keeper.decide(0, true);
    expect((await run(steps)).output).toHaveLength(3);
    expect(ran()).toEqual([0, 0, 0]);
  });

  it("[TASK-6] holds up a sequence, which goes past it only after a decision", async () => {
    const { executor, keeper, run, ran } = setUp();
    await using _ = executor;
    const steps = [{ ...sleep(0), operation: "probe.fail", params: { own: 0 } }, read(1, { approval: true }), read(2)];
    const outcome = await run(steps, { mode: "sequence" });
    expect(outcome).toMatchObject({ status: "pending", waiting: [1] });
    expect(statusesOf(outcome)).toEqual(["failed", undefined, undefined]);
    expect(tell(keeper.events).at(-1)).toBe("step.waiting 1");
    keeper.decide(1, true);
    expect(statusesOf(await run(steps, { mode: "sequence" }))).toEqual(["failed", "completed", "completed"]);
    expect(ran()).toEqual([0, 0, 1, 2]);
  });

  it("[TASK-6] ends with its task when that is cancelled or stopped meanwhile", async () => {
    const { executor, keeper, run } = setUp();
    await using _ = executor;
    const steps = [read(0, { approval: true }), sleep(5_000)];
    const controller = new AbortController();
    const going = run(steps, {}, { signal: controller.signal });
    controller.abort();
    const cancelled = await going;
    expect(cancelled).toMatchObject({ status: "cancelled", waiting: [], error: { code: "E004" } });
    expect(statusesOf(cancelled)).toEqual(["cancelled", "cancelled"]);
    expect(tell(keeper.events).at(-1)).toBe("task.cancelled");
    const fail = { operation: "probe.fail", params: { own: 0 } };
    const stopped = await run([read(0, { approval: true }), fail], { stop_on_failure: true });
    expect(stopped).toMatchObject({ status: "failed", waiting: [] });
    expect(stopped.results[0]?.errorMessage).toBe("Not run: the plan stopped at step 1");
  });

  it("[TASK-6] fails where there is no task that could wait", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const steps = [read(0, { approval: true }), read(1)];
    const message =
      "The step needs an approval, which only a task can wait for: submit the plan as a task (on the command line: aiecs run --task-id)";
    const { results } = await executor.executePlan(steps);
    expect(results.map((result) => [result.status, result.errorCode, result.errorMessage])).toEqual([
      ["failed", "E001", message],
      ["completed", null, null],
    ]);
    const [first] = await executor.executeOperationsSequence(steps);
    expect(first?.errorMessage).toBe(message);
  });

  it("ends the run, and loses nothing, when the keeper of the task cannot say what it should", async () => {
    const { executor, keeper } = setUp();
    await using _ = executor;
    const broken = { ...keeper.resume(), wait: () => expect.unreachable("no disk") };
    const work: TaskWork = { mode: "plan", plan: { steps: [sleep(5), read(1, { approval: true })] }, input: {} };
    const run = executor.executeWork(work, { taskId: "t", saveCallback: keeper.save }, broken, keeper.listen);
    await expect(run).rejects.toThrow("no disk");
    expect(keeper.results[0]?.status).toBe("completed");
    expect(tell(keeper.events).at(-1)).toBe("task.failed");
  });

  it("never waits longer than a date can name", async () => {
    const { executor, keeper, run } = setUp();
    await using _ = executor;
    await run([read(0, { approval: { timeout_s: Number.MAX_VALUE } })]);
    expect(new Date(Date.now() + (keeper.waits.get(0) ?? Number.NaN)).toISOString()).toMatch(/^21\d\d-/);
  });

  it("[TASK-6] changes nothing of what a plan comes to, wherever approvals are asked for", async () => {
    const { executor } = setUp();
    await using _ = executor;
    let waited = 0;
    const property = fc.asyncProperty(
      stepsArbitrary,
      fc.array(fc.boolean(), { maxLength: 12 }),
      async (plain, picks) => {
        const steps = plain.map((step, index) => ({ ...step, approval: picks[index] === true }));
        const work = (given: readonly Step[]): TaskWork => ({ mode: "plan", plan: { steps: given }, input: planInput });
        const brief = ({ results }: WorkOutcome) => results.map((result) => [result?.status, result?.result]);
        const keeper = createTaskKeeper();
        const run = () =>
          executor.executeWork(work(steps), { taskId: "t", saveCallback: keeper.save }, keeper.resume(), keeper.listen);
        let outcome = await run();
        for (let runs = 0; outcome.waiting.length > 0; runs++) {
          expect(runs).toBeLessThanOrEqual(steps.length);
          expect(outcome.status).toBe("pending");
          waited += outcome.waiting.length;
          for (const index of outcome.waiting) keeper.decide(index, true);
          outcome = await run();
          expect(isGapless(keeper.events)).toBe(true);
        }
        expect(brief(outcome)).toEqual(brief(await executor.executeWork(work(plain), { taskId: "t" })));
      },
    );
    await fc.assert(property, { numRuns: 60 });
    expect(waited).toBeGreaterThan(20);
  });
});
