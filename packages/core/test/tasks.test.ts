import { join } from "node:path";
import type { Plan, TaskEvent } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { createFileArtifacts } from "#adapters/artifacts/file-artifacts.ts";
import { add, openTestTasks, pass } from "./fixtures/open-test-tasks.ts";

async function collect(events: AsyncIterable<TaskEvent>): Promise<TaskEvent[]> {
  const all: TaskEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe("a submitted task", () => {
  it("[TASK-1] returns at once, runs, and tells its steps, its output and its history", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser("ann");
    const plan: Plan = { name: "sum", steps: [add(1), add("$result[0]", 10)], output: { sum: "$result[1]" } };
    const submitted = await tasks.submitTask(plan);
    expect(submitted).toMatchObject({ status: "pending", name: "sum", user_id: "ann", steps: 2, completed_steps: 0 });
    service.start();
    const ended = await tasks.waitForTask(submitted.id);
    expect(ended).toMatchObject({ status: "completed", completed_steps: 2, output: { sum: 12 }, error: null });
    expect(await tasks.getTask(submitted.id)).toEqual(ended);
    const { steps, next } = await tasks.getTaskHistory(submitted.id);
    expect(next).toBeNull();
    expect(steps).toMatchObject([
      { index: 0, run: 0, step: "math_tool.add", result: 2, status: "completed", meta: { attempts: 1 } },
      { index: 1, run: 0, result: 12, completed: true, message: "Completed operation math_tool.add" },
    ]);
  });

  it.each([
    ["one operation", add(1), "plan", 2],
    ["a list", [add(1), add("$result[0]")], "plan", 3],
    ["a sequence", [add(1), add("$result[-1]")], "sequence", 3],
    ["operations side by side", [add(1), add(5)], "parallel", 6],
    ["a batch", [add(1), add(7)], "batch", 8],
  ] as const)("[TASK-1] takes %s", async (_name, source, mode, output) => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const { id } = await service.forUser(undefined).submitTask(source, { mode });
    expect(await service.runHere(undefined, id)).toMatchObject({ status: "completed", mode, output });
  });

  it("[TASK-1] is the same when it is submitted again, and refuses other work under its id", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser(undefined);
    const first = await tasks.submitTask([add(1)], { taskId: "once" });
    expect(await tasks.submitTask([add(1)], { taskId: "once", priority: 5 })).toEqual(first);
    const other = tasks.submitTask([add(2)], { taskId: "once" });
    await expect(other).rejects.toMatchObject({ code: "E001", message: /another task "once"/ });
    await service.runHere(undefined, "once");
    expect(await tasks.submitTask([add(1)], { taskId: "once" })).toMatchObject({ status: "completed" });
    expect(setup.journal).toEqual(["add 1 1"]);
  });

  it("[TASK-1] is kept and run in one call, which given again goes on with it or tells how it ended", async () => {
    await using setup = await openTestTasks();
    const [service, other] = [await setup.open(), await setup.open()];
    const seen: string[] = [];
    const work = [add(1), pass("held"), add("$result[0]")];
    const run = (by: typeof service) =>
      by.runTask("u", work, { taskId: "now", mode: "sequence", onEvent: ({ type }) => seen.push(type) });
    const running = run(service);
    await setup.gate("held").entered();
    expect((await other.counts()).lanes.fast).toMatchObject({ waiting: 0, active: 0 });
    await expect(run(service)).rejects.toMatchObject({ name: "HeldTaskError" });
    await expect(run(other)).rejects.toMatchObject({ name: "HeldTaskError" });
    await expect(service.runTask("u", [add(2)], { taskId: "now" })).rejects.toMatchObject({ code: "E001" });
    setup.gate("held").open();
    expect(await running).toMatchObject({
      status: "completed",
      output: 3,
      completed_steps: 3,
      started_at: expect.stringMatching(/Z$/),
    });
    expect([seen[0], seen.at(-1)]).toEqual(["task.started", "task.completed"]);
    expect(await run(other)).toEqual(await running);
    await expect(other.runTask("u", [add(2)], { taskId: "now" })).rejects.toMatchObject({ code: "E001" });
    expect(setup.journal.filter((line) => line.startsWith("add"))).toHaveLength(2);
  });

  it("[TASK-1] that is run at once counts among those that a user may have open", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open({ config: { max_open_per_user: 2 } });
    const runs = ["a", "b", "c"].map((taskId) => service.runTask("u", [pass("held")], { taskId }));
    await expect(Promise.race(runs)).rejects.toMatchObject({ name: "OverloadedError" });
    setup.gate("held").open();
    expect((await Promise.allSettled(runs)).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
    ]);
  });

  it("[TASK-1] is accepted once, however many submit it at the same time", async () => {
    await using setup = await openTestTasks();
    const [one, two] = [await setup.open(), await setup.open()];
    const submit = (service: typeof one) => service.forUser("u").submitTask([add(1)], { taskId: "same" });
    const tasks = await Promise.all([submit(one), submit(two), submit(one), submit(two)]);
    expect(new Set(tasks.map(({ created_at }) => created_at)).size).toBe(1);
    one.start();
    two.start();
    await two.forUser("u").waitForTask("same");
    expect(setup.journal).toEqual(["add 1 1"]);
  });

  it("refuses at once what could never run, with everything that is wrong", async () => {
    await using setup = await openTestTasks();
    const tasks = (await setup.open()).forUser(undefined);
    const steps = [add("$result[5]"), { ...add("$steps.nowhere") }];
    await expect(tasks.submitTask({ steps, output: "$result[9]" })).rejects.toMatchObject({
      code: "E001",
      details: { errors: { length: 3 } },
    });
    await expect(tasks.submitTask([{ operation: "no_tool.x" }], { strict: true })).rejects.toMatchObject({
      code: "E003",
    });
    await expect(tasks.submitTask([add(new Date(0))])).rejects.toMatchObject({
      code: "E001",
      message: /operations|plan\[0\].params.a: expected data that JSON keeps/,
    });
    await expect(tasks.submitTask({ steps: [], input_schema: { required: ["day"] } })).rejects.toMatchObject({
      code: "E001",
      message: /day/,
    });
    await expect(
      tasks.submitTask([add(1)], { taskId: "../x", priority: 101, delayMs: -1, concurrency: 0 }),
    ).rejects.toMatchObject({ code: "E001", details: { problems: { length: 4 } } });
    expect((await tasks.listTasks()).tasks).toEqual([]);
  });

  it("fails as its plan does, and tells why without stacks", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser(undefined);
    await tasks.submitTask(
      { stop_on_failure: true, steps: [{ operation: "text_tool.fail" }, add(1)] },
      { taskId: "f", mode: "sequence" },
    );
    const task = await service.runHere(undefined, "f");
    expect(task).toMatchObject({ status: "failed", error: { code: "E003", name: "OperationFailedError" } });
    expect(JSON.stringify(task)).not.toContain(".ts:");
    const events = await collect(tasks.events("f"));
    expect(events.at(-1)).toMatchObject({ type: "task.failed", error: { code: "E003" } });
  });

  it("[TASK-1] is listed with filters, page by page, newest first", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser("ann");
    for (let index = 0; index < 7; index += 1)
      await tasks.submitTask({ name: `n${index % 2}`, steps: [add(1)] }, { taskId: `t${index}` });
    await service.runHere("ann", "t3");
    const first = await tasks.listTasks({ limit: 4 });
    const rest = await tasks.listTasks({ limit: 4, cursor: first.cursor ?? "" });
    expect([...first.tasks, ...rest.tasks].map(({ id }) => id)).toEqual(["t6", "t5", "t4", "t3", "t2", "t1", "t0"]);
    expect(rest.cursor).toBeNull();
    expect((await tasks.listTasks({ status: "completed" })).tasks.map(({ id }) => id)).toEqual(["t3"]);
    expect((await tasks.listTasks({ status: ["completed", "pending"], name: "n1" })).tasks).toHaveLength(3);
    await expect(tasks.listTasks({ limit: 0 })).rejects.toMatchObject({ code: "E001" });
  });

  it("[TASK-1] is cancelled while it waits, and while it runs, also by another process", async () => {
    await using setup = await openTestTasks();
    const [one, two] = [await setup.open(), await setup.open()];
    const tasks = one.forUser(undefined);
    await tasks.submitTask([add(1)], { taskId: "waits" });
    expect(await two.forUser(undefined).cancelTask("waits")).toMatchObject({ status: "cancelled" });
    await tasks.submitTask([add(1), pass("held"), add("$result[1]")], { taskId: "runs", mode: "sequence" });
    const running = one.runHere(undefined, "runs");
    await setup.gate("held").entered();
    await two.forUser(undefined).cancelTask("runs");
    expect(await running).toMatchObject({ status: "cancelled", completed_steps: 1 });
    expect(await tasks.cancelTask("runs")).toMatchObject({ status: "cancelled" });
    expect((await collect(tasks.events("runs"))).at(-1)).toMatchObject({ type: "task.cancelled" });
    expect(setup.journal.filter((line) => line.startsWith("add"))).toEqual(["add 1 1"]);
  });

  it("[TASK-1] is resumed after it went to its end with a step that failed, and not when nothing is left to run", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser(undefined);
    await tasks.submitTask([{ operation: "gate_tool.flaky", params: { name: "later" } }, add(1)], { taskId: "r" });
    expect(await service.runHere(undefined, "r")).toMatchObject({ status: "completed", completed_steps: 1 });
    setup.gate("later").open();
    await tasks.resumeTask("r");
    expect(await service.runHere(undefined, "r")).toMatchObject({ status: "completed", completed_steps: 2 });
    await expect(tasks.resumeTask("r")).rejects.toMatchObject({
      code: "E001",
      message: /all of its steps have completed/,
    });
  });

  it("[TASK-1] is resumed after it failed: what completed is kept", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser(undefined);
    const flaky = { operation: "gate_tool.flaky", params: { name: "later" } };
    await tasks.submitTask(
      {
        stop_on_failure: true,
        steps: [add(1), flaky, { operation: "text_tool.echo", params: { value: ["$result[0]", "$result[1]"] } }],
      },
      { taskId: "r" },
    );
    expect(await service.runHere(undefined, "r")).toMatchObject({ status: "failed", completed_steps: 1 });
    setup.journal.length = 0;
    setup.gate("later").open();
    expect(await tasks.resumeTask("r")).toMatchObject({ status: "pending", resumed: 1, ended_at: null, error: null });
    const { steps: kept } = await tasks.getTaskHistory("r");
    expect(kept.map(({ index, status }) => [index, status])).toEqual([[0, "completed"]]);
    expect(await service.runHere(undefined, "r")).toMatchObject({ status: "completed", output: [2, "fine"] });
    expect(setup.journal).toEqual(["flaky later", "echo"]);
    const { steps } = await tasks.getTaskHistory("r", { all: true });
    expect(steps.map(({ index, run, status }) => [index, run, status])).toEqual([
      [0, 0, "completed"],
      [1, 0, "failed"],
      [1, 1, "completed"],
      [2, 0, "cancelled"],
      [2, 1, "completed"],
    ]);
    const types = (await collect(tasks.events("r"))).map(({ type }) => type);
    expect(types).toContain("task.resumed");
    expect(types.at(-1)).toBe("task.completed");
  });

  it("[TASK-1] is deleted with its artifacts, once it has ended", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser("ann");
    const value = "x".repeat(100_000);
    await tasks.submitTask([{ operation: "text_tool.echo", params: { value } }], { taskId: "d" });
    await expect(tasks.deleteTask("d")).rejects.toMatchObject({ code: "E001", message: /pending/ });
    await service.runHere("ann", "d");
    expect(await tasks.getTask("d")).toMatchObject({
      output: { $artifact: expect.any(String), kind: "text", size: 100_000 },
    });
    await tasks.deleteTask("d");
    await expect(tasks.getTask("d")).rejects.toMatchObject({ name: "NotFoundError" });
    expect(await tasks.submitTask([add(1)], { taskId: "d" })).toMatchObject({ status: "pending" });
  });

  it("[TASK-5] gives pages of a step's result, however large, by index or id", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser("ann");
    const value = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `Item ${id}` }));
    const steps = [
      { id: "big", operation: "text_tool.echo", params: { value: { list: value } } },
      { operation: "text_tool.echo", params: { value: "$steps.big.list" } },
    ];
    await tasks.submitTask(steps, { taskId: "p" });
    await expect(tasks.readResult("p", 0)).rejects.toMatchObject({ code: "E001", message: /has not ended/ });
    await service.runHere("ann", "p");
    expect(await tasks.readResult("p", "big", { path: ".list", offset: 19_999 })).toEqual({
      kind: "items",
      data: [{ id: 19_999, name: "Item 19999" }],
      total: 20_000,
      next: null,
    });
    const page = await tasks.readResult("p", -1, { grep: "item 1999", select: ["id"], limit: 2 });
    expect(page).toEqual({ kind: "items", data: [{ id: 1_999 }, { id: 19_990 }], total: 20_000, next: 19_991 });
    expect(await tasks.readResult("p", 1, { path: "[-1].name" })).toMatchObject({ data: ["Item 19999"] });
    await expect(tasks.readResult("p", 1, { path: "[20000]" })).rejects.toMatchObject({ code: "E007" });
    await expect(tasks.readResult("p", 7)).rejects.toMatchObject({ name: "NotFoundError" });
    await expect(tasks.readResult("p", 0, { limit: 100_000 })).rejects.toMatchObject({ code: "E001" });
  });

  it("[TASK-5] goes with its artifacts when it was kept long enough", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const value = "x".repeat(100_000);
    for (const taskId of ["old", "open"]) {
      await service.forUser(undefined).submitTask([{ operation: "text_tool.echo", params: { value } }], { taskId });
    }
    const { output } = await service.runHere(undefined, "old");
    const { $artifact: id } = output as { $artifact: string };
    const keeper = await setup.open({ config: { retention_h: 0, fast_concurrency: 0 } });
    const files = createFileArtifacts({ folder: join(setup.folder, "runs") });
    expect(await files.find(id)).toMatchObject({ bytes: 100_000 });
    keeper.start();
    await setup.until(async () => (await files.find(id)) === undefined);
    await expect(service.forUser(undefined).getTask("old")).rejects.toMatchObject({ name: "NotFoundError" });
    expect(await service.forUser(undefined).getTask("open")).toMatchObject({ status: "pending" });
  });

  it("waits no longer than it may", async () => {
    await using setup = await openTestTasks();
    const tasks = (await setup.open()).forUser(undefined);
    const { id } = await tasks.submitTask([add(1)]);
    await expect(tasks.waitForTask(id, { timeoutMs: 20 })).rejects.toMatchObject({ code: "E002" });
    await expect(tasks.waitForTask(id, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ code: "E004" });
  });

  it("is refused when its user has too many, and no other user's", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open({ config: { max_open_per_user: 2 } });
    const tasks = service.forUser("ann");
    for (const taskId of ["a", "b"]) await tasks.submitTask([add(1)], { taskId });
    await expect(tasks.submitTask([add(1)])).rejects.toMatchObject({ name: "OverloadedError" });
    expect(await tasks.submitTask([add(1)], { taskId: "a" })).toMatchObject({ id: "a" });
    await service.forUser("bob").submitTask([add(1)]);
    await expect(service.forUser("bob", { maxOpenTasks: 1 }).submitTask([add(1)])).rejects.toMatchObject({
      code: "E003",
    });
    await service.runHere("ann", "a");
    await tasks.submitTask([add(1)]);
  });
});

describe("tasks of different users", () => {
  it("[AUTH-2] do not exist for each other, whatever is asked, and though they have one id", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const [ann, bob, nobody] = [service.forUser("ann"), service.forUser("bob"), service.forUser(undefined)];
    const approved = { ...add(1), approval: true };
    await ann.submitTask([approved], { taskId: "secret" });
    await ann.saveSchedule({ id: "daily", cron: "0 6 * * *", plan: [add(1)] });
    const { key } = { key: "secret" };
    for (const other of [bob, nobody]) {
      const asked = [
        () => other.getTask(key),
        () => other.getTaskHistory(key),
        () => other.waitForTask(key),
        () => other.cancelTask(key),
        () => other.resumeTask(key),
        () => other.deleteTask(key),
        () => other.approveStep(key, 0),
        () => other.rejectStep(key, 0),
        () => other.events(key).next(),
        () => other.readResult(key, 0),
        () => other.deleteSchedule("daily"),
      ];
      for (const ask of asked) await expect(ask()).rejects.toMatchObject({ name: "NotFoundError" });
      expect((await other.listTasks()).tasks).toEqual([]);
      expect(await other.listSchedules()).toEqual([]);
    }
    await expect(nobody.getTask("secret~0123456789abcdef")).rejects.toMatchObject({ name: "NotFoundError" });
    await bob.submitTask([add(5)], { taskId: "secret" });
    await service.runHere("bob", "secret");
    expect(await bob.getTask("secret")).toMatchObject({ output: 6, user_id: "bob" });
    expect(await ann.getTask("secret")).toMatchObject({ status: "pending", user_id: "ann" });
    await expect(service.runHere("carl", "secret")).rejects.toMatchObject({ name: "NotFoundError" });
  });

  it("[AUTH-2] do not read each other's files, though they name them", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const [ann, bob] = [service.forUser("ann"), service.forUser("bob")];
    await ann.submitTask([{ operation: "text_tool.echo", params: { value: "secret ".repeat(20_000) } }], {
      taskId: "a",
    });
    const { output } = await service.runHere("ann", "a");
    const { $artifact: id } = output as { $artifact: string };
    const stolen = {
      rows: 9,
      columns: 1,
      schema: [{ name: "a", type: "string" }],
      data: [],
      truncated: true,
      artifact: id,
    };
    await bob.submitTask([{ operation: "text_tool.echo", params: { value: stolen } }], { taskId: "b" });
    await service.runHere("bob", "b");
    await expect(bob.readResult("b", 0)).rejects.toMatchObject({ name: "NotFoundError" });
  });

  it("[AUTH-1] keep to what their user may call, also when they are scheduled", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser("ann", { allow: ["math_tool"] });
    const forbidden = [add(1), { operation: "text_tool.echo", params: { value: 1 } }];
    await expect(tasks.submitTask(forbidden)).rejects.toMatchObject({ name: "NotAllowedError" });
    const schedule = tasks.saveSchedule({ id: "s", cron: "* * * * *", plan: forbidden });
    await expect(schedule).rejects.toMatchObject({ name: "NotAllowedError" });
    await tasks.submitTask([add(1)], { taskId: "t" });
    expect(await service.forUser("ann").submitTask([add(1)], { taskId: "t" })).toMatchObject({ id: "t" });
    expect(await service.runHere("ann", "t")).toMatchObject({ status: "completed" });
  });
});
