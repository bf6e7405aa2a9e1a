import type { Plan, Step, TaskEvent } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { add, openTestTasks, pass } from "./fixtures/open-test-tasks.ts";

const onHeavy = (step: Step): Step => ({ ...step, executor: "heavy_tasks" });

async function openBoth() {
  const setup = await openTestTasks();
  const [fast, heavy] = [await setup.open(), await setup.open()];
  fast.start({ lanes: ["fast"] });
  heavy.start({ lanes: ["heavy"] });
  return { setup, fast, heavy, [Symbol.asyncDispose]: () => setup[Symbol.asyncDispose]() };
}

describe("a step that goes to another lane", () => {
  it("[DIST-1] runs there while its plan goes on where it is", async () => {
    await using opened = await openBoth();
    const { setup, fast, heavy } = opened;
    const plan: Plan = { steps: [add(1), onHeavy(pass("far", { value: "$result[0]" })), add("$result[1]")] };
    const tasks = fast.forUser("ann");
    const { id } = await tasks.submitTask(plan, { queue: "fast" });
    await setup.gate("far").entered();
    expect([(await fast.counts()).running, (await heavy.counts()).running]).toEqual([1, 1]);
    setup.gate("far").open();
    expect(await tasks.waitForTask(id)).toMatchObject({ status: "completed", output: 3 });
    const { tasks: all } = await tasks.listTasks({ queue: "heavy" });
    expect(all).toMatchObject([{ name: "gate_tool.pass", status: "completed", user_id: "ann" }]);
  });

  it("[DIST-1] takes what looks like a reference as data", async () => {
    await using opened = await openBoth();
    const { setup, fast } = opened;
    setup.gate("plain").open();
    const value = { text: "$result[0].x and {{ $input.y }}", list: ["$$", "$index"] };
    const plan: Plan = { input: { value }, steps: [onHeavy(pass("plain", { value: "$input.value" }))] };
    const { id } = await fast.forUser(undefined).submitTask(plan, { queue: "fast" });
    expect(await fast.forUser(undefined).waitForTask(id)).toMatchObject({ status: "completed", output: value });
  });

  it("[CANCEL-1] is cancelled with its plan", async () => {
    await using opened = await openBoth();
    const { setup, fast, heavy } = opened;
    const tasks = fast.forUser("ann");
    const { id } = await tasks.submitTask([onHeavy(pass("never"))], { queue: "fast" });
    await setup.gate("never").entered();
    await tasks.cancelTask(id);
    expect(await tasks.waitForTask(id)).toMatchObject({ status: "cancelled" });
    await setup.until(async () => (await heavy.counts()).running === 0);
    expect((await tasks.listTasks({ queue: "heavy" })).tasks).toMatchObject([{ status: "cancelled" }]);
  });

  it("[TASK-3] is found again by a plan that was interrupted, and not run twice", async () => {
    await using setup = await openTestTasks();
    const [first, heavy] = [await setup.open(), await setup.open()];
    first.start({ lanes: ["fast"] });
    heavy.start({ lanes: ["heavy"] });
    const { id } = await first.forUser("ann").submitTask([onHeavy(pass("once"))], { queue: "fast" });
    await setup.gate("once").entered();
    await first.stop({ graceMs: 0 });
    const second = await setup.open();
    second.start({ lanes: ["fast"] });
    setup.gate("once").open();
    expect(await second.forUser("ann").waitForTask(id)).toMatchObject({ status: "completed", output: "once" });
    expect(setup.journal.filter((line) => line.startsWith("enter once"))).toHaveLength(1);
  });

  it("fails as it failed there, and is run again when its plan is resumed", async () => {
    await using opened = await openBoth();
    const { setup, fast } = opened;
    const tasks = fast.forUser("ann");
    const flaky = { operation: "gate_tool.flaky", params: { name: "weak" } };
    const { id } = await tasks.submitTask([onHeavy(flaky)], { queue: "fast" });
    expect(await tasks.waitForTask(id)).toMatchObject({
      status: "failed",
      error: { code: "E003", message: /not yet/ },
    });
    setup.gate("weak").open();
    await tasks.resumeTask(id);
    expect(await tasks.waitForTask(id)).toMatchObject({ status: "completed", output: "fine" });
  });

  it("tells its progress as the step's own", async () => {
    await using opened = await openBoth();
    const tasks = opened.fast.forUser("ann");
    const report = { operation: "gate_tool.report", params: { name: "half" } };
    const { id } = await tasks.submitTask([onHeavy(report)], { queue: "fast" });
    const told: TaskEvent[] = [];
    for await (const event of tasks.events(id)) {
      if (event.type !== "step.progressed") continue;
      told.push(event);
      opened.setup.gate("half").open();
    }
    expect(told).toMatchObject([{ stepIndex: 0, fraction: 0.5, message: "half" }]);
  });

  it("[SEC-1] may call there what its user may call here", async () => {
    await using opened = await openBoth();
    const tasks = opened.fast.forUser("ann", { allow: ["gate_tool.ask"] });
    const ask = { operation: "gate_tool.ask", params: { operation: "math_tool.add", params: { a: 1, b: 2 } } };
    const { id } = await tasks.submitTask([onHeavy(ask)], { queue: "fast" });
    expect(await tasks.waitForTask(id)).toMatchObject({ status: "failed", error: { message: /not allowed/ } });
  });
});
