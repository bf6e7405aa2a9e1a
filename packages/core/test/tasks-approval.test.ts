import { describe, expect, it } from "vitest";
import { add, openTestTasks, pass } from "./fixtures/open-test-tasks.ts";

const approved = (more: object = {}) => ({ ...add("$result[0]", 10), id: "ask", approval: true, ...more });

describe("a step that needs an approval", () => {
  it("[TASK-6] waits without a worker, over restarts, and goes on once it is approved", async () => {
    await using setup = await openTestTasks();
    const first = await setup.open();
    first.start();
    const tasks = first.forUser("u");
    await tasks.submitTask([add(1), approved(), add("$result[1]")], { taskId: "t" });
    for await (const event of tasks.events("t")) if (event.type === "step.waiting") break;
    await setup.until(async () => (await tasks.getTask("t")).status === "pending");
    const parked = await tasks.getTask("t");
    expect(parked).toMatchObject({
      status: "pending",
      completed_steps: 1,
      waiting: [{ step: 1, id: "ask", operation: "math_tool.add" }],
    });
    const days = (Date.parse(parked.waiting[0]?.expires_at ?? "") - Date.parse(parked.created_at)) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
    await first.stop();

    const second = await setup.open();
    const again = second.forUser("u");
    await expect(again.approveStep("t", 0)).rejects.toMatchObject({ code: "E001", message: /does not wait/ });
    expect(await again.approveStep("t", "ask")).toMatchObject({ waiting: [] });
    await expect(again.approveStep("t", "ask")).rejects.toMatchObject({ code: "E001" });
    second.start();
    expect(await again.waitForTask("t")).toMatchObject({ status: "completed", output: 13 });
    expect(setup.journal).toEqual(["add 1 1", "add 2 10", "add 12 1"]);
    const waiting: number[] = [];
    for await (const event of again.events("t")) if (event.type === "step.waiting") waiting.push(event.sequence);
    expect(waiting).toHaveLength(1);
  });

  it("[TASK-6] ends as cancelled when it is rejected, and waits anew when its task is resumed", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser(undefined);
    await tasks.submitTask({ stop_on_failure: true, steps: [add(1), approved(), add("$result[1]")] }, { taskId: "t" });
    expect(await service.runHere(undefined, "t")).toMatchObject({ status: "pending", waiting: [{ step: 1 }] });
    await tasks.rejectStep("t", -2, "too dear");
    const ended = await service.runHere(undefined, "t");
    expect(ended).toMatchObject({ status: "failed", waiting: [] });
    const { steps } = await tasks.getTaskHistory("t");
    expect(steps[1]).toMatchObject({ status: "cancelled", error_code: "E004", error_message: "Rejected: too dear" });
    await tasks.resumeTask("t");
    expect(await service.runHere(undefined, "t")).toMatchObject({ status: "pending", waiting: [{ step: 1 }] });
    await tasks.approveStep("t", 1);
    expect(await service.runHere(undefined, "t")).toMatchObject({ status: "completed", output: 13 });
  });

  it("[TASK-6] is rejected when nobody approves it in time", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    await service
      .forUser(undefined)
      .submitTask([add(1), approved({ approval: { timeout_s: 0.001 } })], { taskId: "t" });
    await service.runHere(undefined, "t");
    service.start();
    await service.forUser(undefined).waitForTask("t");
    const { steps } = await service.forUser(undefined).getTaskHistory("t");
    expect(steps[1]).toMatchObject({ status: "cancelled", error_message: /nobody approved it in time/ });
  });

  it("[TASK-6] goes on at once in the run that goes on besides, also when another process approves it", async () => {
    await using setup = await openTestTasks();
    const [service, other] = [await setup.open(), await setup.open()];
    await service
      .forUser(undefined)
      .submitTask([add(1), approved(), approved({ id: "two" }), pass("held")], { taskId: "t" });
    const running = service.runHere(undefined, "t");
    await setup.gate("held").entered();
    await setup.until(async () => (await other.forUser(undefined).getTask("t")).waiting.length === 2);
    await service.forUser(undefined).approveStep("t", 1);
    await other.forUser(undefined).approveStep("t", "two");
    for await (const event of service.forUser(undefined).events("t")) {
      if (event.type === "step.completed" && event.stepIndex === 2) break;
    }
    setup.gate("held").open();
    expect(await running).toMatchObject({ status: "completed", completed_steps: 4 });
  });

  it("is no longer waited for when its task is cancelled", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser(undefined);
    await tasks.submitTask([add(1), approved()], { taskId: "t" });
    await service.runHere(undefined, "t");
    expect(await tasks.cancelTask("t")).toMatchObject({ status: "cancelled", waiting: [] });
    await expect(tasks.approveStep("t", 1)).rejects.toMatchObject({ code: "E001" });
  });
});
