import { createExecutor, DatabaseError, type Plan, type Step, type TaskEvent, type TaskStepResult } from "@aiecs/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WorkOutcome } from "#contracts/resumption.ts";
import type { TaskWork } from "#contracts/task.ts";
import { planInput, stepsArbitrary } from "./fixtures/plan-arbitrary.ts";
import { createProbeTool } from "./fixtures/probe-tool.ts";
import { createTaskKeeper, isGapless, type TaskKeeper, tell } from "./fixtures/task-keeper.ts";
import { createTestTools } from "./fixtures/test-tools.ts";

function setUp() {
  const { probeTool, runs } = createProbeTool();
  const { tools, journal } = createTestTools();
  const executor = createExecutor({
    tools: [probeTool, ...tools],
    config: { rate_limit_requests_per_second: 0 },
    environment: {},
  });
  return { executor, runs, journal, keeper: createTaskKeeper() };
}

type WorkParts = Partial<Omit<TaskWork, "plan">> & { readonly plan?: Partial<Plan> };

const workOf = (steps: readonly Step[], { plan, ...more }: WorkParts = {}): TaskWork => ({
  mode: "plan",
  input: planInput,
  ...more,
  plan: { ...plan, steps },
});

const options = (keeper: TaskKeeper) => ({ taskId: "t", saveCallback: keeper.save });
const brief = (result: TaskStepResult | undefined) =>
  result && [result.step, result.status, result.result, result.errorMessage];
const briefly = ({ status, output, results }: Pick<WorkOutcome, "status" | "output" | "results">) => ({
  status,
  output,
  results: results.map(brief),
});
const read = (own: unknown, more: Partial<Step> = {}): Step => ({ operation: "probe.read", params: { own }, ...more });
const fail = (more: Partial<Step> = {}): Step => ({ operation: "probe.fail", params: { own: null }, ...more });

describe("a task's run", () => {
  it("[TASK-3] is that of the mode it names", async () => {
    const { executor } = setUp();
    await using _ = executor;
    const steps = [read(1), fail(), read("$result[0].own"), read("$result[1]")];
    const run = (mode: TaskWork["mode"], more = {}) => executor.executeWork(workOf(steps, { mode, ...more }), {});
    const plan = await executor.executePlan(steps);
    expect(briefly(await run("plan"))).toEqual(briefly(plan));
    const parallel = await executor.executeParallelOperations(steps);
    expect((await run("parallel")).results.map(brief)).toEqual(parallel.map(brief));
    const batch = await run("batch");
    expect(batch.results.map((result) => result?.step)).toEqual(steps.map(({ operation }) => operation));
    const sequence = await executor.executeOperationsSequence(steps, undefined, undefined, { stopOnFailure: true });
    const stopped = await run("sequence", { stop_on_failure: true });
    expect(stopped.results.map(brief)).toEqual([...sequence.map(brief), undefined, undefined]);
    expect(stopped.status).toBe("failed");
    expect(stopped.error?.message).toContain("broken");
    expect([stopped.output, stopped.paused, stopped.waiting]).toEqual([null, false, []]);
  });

  it("[TASK-3] refuses a plan that is wrong in itself before anything runs, with its input", async () => {
    const { executor, keeper, runs } = setUp();
    await using _ = executor;
    const work = workOf([read(1)], { plan: { input_schema: { type: "object", required: ["day"] } } });
    const run = executor.executeWork(work, {}, keeper.resume(), keeper.listen);
    await expect(run).rejects.toThrow("Invalid input: day");
    await expect(executor.executeWork(workOf([read("$result[5]")]), {})).rejects.toMatchObject({ code: "E001" });
    const isolated = await executor.executeWork(workOf([{ operation: "nodot" }, read(1)], { mode: "parallel" }), {});
    expect(isolated.results.map((result) => result?.status)).toEqual(["failed", "completed"]);
    expect(runs).toHaveLength(1);
    expect(keeper.events).toEqual([]);
  });

  it("[TASK-3] resumed anywhere gives what an uninterrupted run gives, and runs nothing again that completed", async () => {
    const { executor, runs } = setUp();
    await using _ = executor;
    let crashes = 0;
    let kept = 0;
    const crashed = fc.asyncProperty(
      stepsArbitrary,
      fc.nat(16),
      // Side by side, which of two failures stops the rest is chance.
      fc.constantFrom([1, true], [1, false], [2, false], [5, false]),
      fc.constantFrom<TaskWork["mode"][]>("plan", "plan", "sequence", "parallel", "batch"),
      fc.boolean(),
      async (steps, writes, [concurrency, stops], mode, keepsFailures) => {
        const limits = { concurrency, stop_on_failure: stops };
        const work = workOf(steps, { mode, ...limits, plan: { output: steps.map((_step, at) => `$result[${at}]`) } });
        const whole = await executor.executeWork(work, { taskId: "t" });
        const keeper = createTaskKeeper(writes);
        await expectCrash(executor.executeWork(work, options(keeper), keeper.resume(), keeper.listen), keeper);
        const completed = keeper.results.filter((result) => result?.completed).length;
        const done = keysOfDone(keeper, keepsFailures);
        crashes += keeper.isBroken ? 1 : 0;
        kept += done.length;
        runs.length = 0;
        keeper.repair();

        const resumption = keeper.resume(keepsFailures ? { errors: new Map(keeper.errors) } : {});
        const second = await executor.executeWork(work, options(keeper), resumption, keeper.listen);
        expect(briefly(second)).toEqual(briefly(whole));
        const again = runs.map(({ idempotencyKey }) => idempotencyKey.replace(/\/.*/, ""));
        expect(again.filter((key) => done.includes(key))).toEqual([]);
        expect(isGapless(keeper.events)).toBe(true);
        const first =
          completed > 0 ? { type: "task.resumed", steps: steps.length, completed } : { type: "task.started" };
        expect(keeper.events[0]).toMatchObject(first);
      },
    );
    await fc.assert(crashed, { numRuns: 200 });
    expect(crashes).toBeGreaterThan(30);
    expect(kept).toBeGreaterThan(100);
  });

  it("[TASK-3] goes on from any completed steps, whatever became of the others", async () => {
    const { executor, runs } = setUp();
    await using _ = executor;
    const property = fc.asyncProperty(
      stepsArbitrary,
      fc.array(fc.boolean(), { maxLength: 12 }),
      async (steps, picks) => {
        const work = workOf(steps);
        const whole = await executor.executeWork(work, { taskId: "t" });
        const { graph } = executor.analyzePlan(steps, { input: planInput });
        const results: (TaskStepResult | undefined)[] = [];
        for (const { step, depends_on: before } of graph) {
          const isKept = before.every((index) => results[index] || !whole.results[index]?.completed);
          if (picks[step] && isKept) results[step] = whole.results[step];
        }
        runs.length = 0;
        const keeper = createTaskKeeper();
        const again = await executor.executeWork(work, options(keeper), keeper.resume({ results }), keeper.listen);
        expect(briefly(again)).toEqual(briefly(whole));
        const kept = results.flatMap((result, index) => (result?.completed ? [index] : []));
        expect(runs.filter(({ stepIndex }) => kept.includes(stepIndex))).toEqual([]);
        expect(keeper.events.filter(({ stepIndex }) => kept.includes(stepIndex ?? -1))).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });

  it("[TASK-3] stops at the same failure, and its progress counts what was kept", async () => {
    const { executor, keeper } = setUp();
    await using _ = executor;
    const steps = [read(0), fail({ optional: true }), fail(), read(3)];
    const work = workOf(steps, { concurrency: 1, stop_on_failure: true });
    const whole = await executor.executeWork(work, options(keeper));
    expect(whole.results.map((result) => result?.status)).toEqual(["completed", "failed", "failed", "cancelled"]);
    const again = await executor.executeWork(work, options(keeper), keeper.resume(), keeper.listen);
    expect(briefly(again)).toEqual(briefly(whole));
    expect(again.error?.message).toBe(whole.error?.message);
    const progressOf = (events: readonly TaskEvent[]) =>
      events.flatMap((event) => (event.type === "task.progressed" ? [event.ended] : []));
    expect(progressOf(keeper.events)).toEqual([2, 3]);
    const errors = new Map(keeper.errors);
    errors.delete(3);
    const ended = await executor.executeWork(work, options(keeper), keeper.resume({ errors }), keeper.listen);
    expect(briefly(ended)).toEqual(briefly(whole));
    expect(progressOf(keeper.events)).toEqual([]);
    expect(tell(keeper.events)).toEqual(["task.resumed", "step.cancelled 3", "task.failed"]);
    expect(keeper.events[0]).toMatchObject({ steps: 4, completed: 1 });
  });

  it("[TASK-3] makes no output of another step's result when a sequence with gaps is cancelled", async () => {
    const { executor, keeper } = setUp();
    await using _ = executor;
    const work = workOf([read(0), read(1), read(2)], { mode: "sequence", plan: { output: "$result[1]" } });
    const [first, , third] = (await executor.executeWork(work, {})).results;
    const resumption = keeper.resume({ results: [first, undefined, third] });
    const outcome = await executor.executeWork(work, { signal: AbortSignal.abort() }, resumption);
    expect(outcome).toMatchObject({ status: "cancelled", output: null, results: [first, undefined, third] });
  });

  it("[TASK-3] counts what ended without completing before an interruption as if it had ended now", async () => {
    const { executor, keeper, runs } = setUp();
    await using _ = executor;
    const steps = [fail(), read(1, { when: "input.no" }), read("$result[0]"), read("$result[1]"), fail({ id: "last" })];
    const whole = await executor.executeWork(workOf(steps), options(keeper), keeper.resume(), keeper.listen);
    const results = keeper.results.slice(0, 2);
    const resumption = keeper.resume({ results, errors: new Map(keeper.errors) });
    runs.length = 0;
    const outcome = await executor.executeWork(workOf(steps), options(keeper), resumption, keeper.listen);
    expect(briefly(outcome)).toEqual(briefly(whole));
    expect([...new Set(runs.map(({ stepIndex }) => stepIndex))]).toEqual([4]);
    const reasons = keeper.events.flatMap((event) =>
      event.type === "step.cancelled" ? [[event.stepIndex, event.error.details.reason]] : [],
    );
    expect(reasons).toEqual([
      [2, "needs_failed"],
      [3, "needs_skipped"],
    ]);
  });

  it("[TASK-3] runs a step again that is given as failed without its error", async () => {
    const { executor, keeper, runs } = setUp();
    await using _ = executor;
    const [failed] = (await executor.executeWork(workOf([fail()]), {})).results;
    const outcome = await executor.executeWork(
      workOf([read(0)]),
      {},
      keeper.resume({ results: [failed] }),
      keeper.listen,
    );
    expect(outcome.status).toBe("completed");
    expect(runs).toHaveLength(2);
    expect(keeper.events[0]?.type).toBe("task.started");
    await executor.executeWork(workOf([read(0)]), {}, keeper.resume({ isResumed: true }), keeper.listen);
    expect(keeper.events[0]).toMatchObject({ type: "task.resumed", steps: 1, completed: 0 });
  });

  it("[TASK-3] gives a step, its elements and its nested calls the same idempotency keys again", async () => {
    const { executor, keeper, runs } = setUp();
    await using _ = executor;
    const nest = (more: Partial<Step>): Step => ({ operation: "probe.nest", params: { own: "$item" }, ...more });
    const work = workOf([read(0), nest({ params: { own: 1 } }), nest({ each: ["a", "b"] }), read(3)]);
    await executor.executeWork(work, { taskId: "t" });
    const keys = runs.splice(0).map(({ idempotencyKey }) => idempotencyKey);
    expect(new Set(keys)).toEqual(
      new Set(["t:0", "t:1/0", "t:1/1", "t:2[0]/0", "t:2[0]/1", "t:2[1]/0", "t:2[1]/1", "t:3"]),
    );
    const [first] = (await executor.executeWork(workOf([read(0)]), { taskId: "t" })).results;
    runs.length = 0;
    await executor.executeWork(work, { taskId: "t" }, keeper.resume({ results: [first] }));
    expect(runs.map(({ idempotencyKey }) => idempotencyKey).sort()).toEqual(keys.filter((key) => key !== "t:0").sort());
  });

  it("[TASK-3] keeps the elements of an interrupted step, and runs the rest", async () => {
    const { executor, runs } = setUp();
    await using _ = executor;
    const keeper = createTaskKeeper(30);
    const documents = Array.from({ length: 100 }, (_unused, index) => `document ${index}`);
    const work = workOf([read("$item", { each: documents, concurrency: 4 })]);
    await expectCrash(executor.executeWork(work, options(keeper), keeper.resume(), keeper.listen), keeper);
    expect(keeper.elements.get(0)?.size).toBe(30);
    expect(tell(keeper.events)).toEqual(["task.started", "step.started 0", "task.failed"]);
    runs.length = 0;
    keeper.repair();
    const outcome = await executor.executeWork(work, options(keeper), keeper.resume(), keeper.listen);
    expect(outcome.results[0]?.result).toEqual(documents.map((own) => ({ own, parts: [] })));
    expect(runs).toHaveLength(70);
    const fractions = keeper.events.flatMap((event) => (event.type === "step.progressed" ? [event.fraction] : []));
    expect([fractions.length, fractions[0], fractions.at(-1)]).toEqual([70, 0.31, 1]);
  });

  it("[TASK-7] ends with E006 and its cause when an element cannot be kept, and starts no other step", async () => {
    const { executor, runs } = setUp();
    await using _ = executor;
    const keeper = createTaskKeeper(0);
    const work = workOf([read("$item", { each: [1, 2], id: "each" }), read(2, { after: ["each"] })]);
    const run = executor.executeWork(work, options(keeper), keeper.resume(), keeper.listen);
    await expect(run).rejects.toMatchObject({
      code: "E006",
      message: "The result of element 0 of step 0 could not be saved: The disk is full",
      details: { step: 0, index: 0 },
      cause: { message: "The disk is full" },
    });
    expect(runs).toHaveLength(1);
  });

  it("[TASK-3] ends without a last event, and rejects, when the executor is closed under it", async () => {
    const { executor, keeper } = setUp();
    const work = workOf([{ operation: "text_tool.sleep", params: { ms: 10_000 } }, read(1)], { concurrency: 1 });
    const run = executor.executeWork(work, options(keeper), keeper.resume(), keeper.listen);
    await executor[Symbol.asyncDispose]();
    await expect(run).rejects.toMatchObject({ code: "E004", message: "Cancelled: the executor was closed" });
    expect(keeper.events.some(({ type }) => type === "task.cancelled")).toBe(false);
  });
});

/** Steps that completed, or ended at all, and elements, as their idempotency keys name them. */
function keysOfDone({ results, elements }: TaskKeeper, withFailures: boolean): string[] {
  const steps = results.flatMap((result, index) =>
    result && (result.completed || withFailures) ? [`t:${index}`] : [],
  );
  const parts = [...elements].flatMap(([index, kept]) => [...kept.keys()].map((position) => `t:${index}[${position}]`));
  return [...steps, ...parts];
}

/** A run whose keeper broke tells it; one whose keeper did not is not hurt. */
async function expectCrash(run: Promise<WorkOutcome>, keeper: TaskKeeper): Promise<void> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (keeper.isBroken) expect(error).toBeInstanceOf(DatabaseError);
  else expect(error).toBeUndefined();
}
