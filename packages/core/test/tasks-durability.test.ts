import { createExecutor, DatabaseError, systemClock, type TaskEvent, type TaskStore } from "@aiecs/core";
import { createTaskService } from "@aiecs/core/tasks";
import { createManualClock } from "@aiecs/core/testing";
import { describe, expect, it } from "vitest";
import { openSqlite } from "#adapters/sqlite/open-sqlite.ts";
import { add, openTestTasks, pass } from "./fixtures/open-test-tasks.ts";
import { createTestTools } from "./fixtures/test-tools.ts";

/** The clock of a process that hangs: it never says again that it is alive, and that was long ago. */
const hanging = () => createManualClock({ startAt: Date.now() - 3_600_000 });

const echo = (value: unknown) => ({ operation: "text_tool.echo", params: { value } });

describe("a submitted task", () => {
  it("[TASK-1] is put in line only once it is kept: a queue of another service may be quicker than the store", async () => {
    await using setup = await openTestTasks();
    const { store, queue } = await openSqlite({ path: ":memory:" });
    const order: string[] = [];
    const slowStore: TaskStore = {
      ...store,
      async insert(...task) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push("kept");
        return store.insert(...task);
      },
    };
    const quickQueue = { ...queue, add: async () => void order.push("in line") };
    await using service = await setup.open({ store: slowStore, queue: quickQueue });
    await service.forUser("u").submitTask([add(1)]);
    expect(order).toEqual(["kept", "in line"]);
  });

  it("[TASK-4] that ends just when its lease is renewed is not told as lost", async () => {
    await using setup = await openTestTasks();
    const { store, queue } = await openSqlite({ path: ":memory:" });
    const warnings: string[] = [];
    const logger = { debug() {}, info() {}, warn: (_: object, text: string) => void warnings.push(text), error() {} };
    let beat: (() => void) | undefined;
    const schedule = (callback: () => void, ms: number) => {
      if (ms === 1_000) beat = callback;
      return () => {};
    };
    const lateStore: TaskStore = {
      ...store,
      async write(lease, changes) {
        await store.write(lease, changes);
        if (!changes.end) return;
        // The end is kept, and its writer has not heard of it yet.
        beat?.();
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    };
    await using service = await setup.open({
      store: lateStore,
      queue,
      clock: { ...systemClock, schedule },
      logger: { ...logger, isLevelEnabled: () => true },
    });
    expect(await service.runTask("u", [add(1)])).toMatchObject({ status: "completed" });
    expect(warnings).toEqual([]);
  });
});

describe("a task whose runner is gone", () => {
  it("[TASK-3] goes on elsewhere: what completed is read back, what was interrupted runs again with its key", async () => {
    await using setup = await openTestTasks();
    const lost = await setup.open({ clock: hanging() });
    const steps = [
      add(1),
      { operation: "text_tool.fail", optional: true },
      pass("held"),
      echo(["$result[0]", "$result[2]"]),
    ];
    await lost.forUser("u").submitTask(steps, { taskId: "t", mode: "sequence" });
    const losing = expect(lost.runHere("u", "t")).rejects.toMatchObject({ code: "E006" });
    await setup.gate("held").entered();

    const next = await setup.open();
    const tasks = next.forUser("u");
    expect(await tasks.getTask("t")).toMatchObject({ status: "running", completed_steps: 1 });
    next.start();
    await setup.gate("held").entered(2);
    setup.gate("held").open();
    expect(await tasks.waitForTask("t")).toMatchObject({ status: "completed", output: [2, "held"], resumed: 0 });
    await losing;
    const [one, two, ...others] = setup.journal.filter((line) => line.startsWith("enter"));
    expect(two).toBe(one);
    expect(others).toEqual([]);
    expect(setup.journal.filter((line) => /^(add|fail|echo)/.test(line))).toEqual(["add 1 1", "fail", "echo"]);
  });

  it("[TASK-4] is not gone on with by a process that stood still for longer than its lease", async () => {
    await using setup = await openTestTasks();
    let stoodStillMs = 0;
    const monotonicMs = () => systemClock.monotonicMs() + stoodStillMs;
    // When it goes on, no timer has fired yet that would tell it.
    const schedule = () => () => {};
    const frozen = await setup.open({ clock: { ...systemClock, monotonicMs, schedule } });
    const steps = [pass("held"), echo("$result[0]")];
    await frozen.forUser("u").submitTask(steps, { taskId: "t", mode: "sequence" });
    const losing = expect(frozen.runHere("u", "t")).rejects.toMatchObject({ code: "E006" });
    await setup.gate("held").entered();
    stoodStillMs = 16_000;
    setup.gate("held").open();
    await losing;
    expect(setup.journal).not.toContain("echo");
  });

  it("[TASK-4] takes nothing from the one that was thought dead, nor lets it go on", async () => {
    await using setup = await openTestTasks();
    const lost = await setup.open({ clock: hanging() });
    await lost
      .forUser(undefined)
      .submitTask([echo(1), pass("held"), add("$result[0]")], { taskId: "t", mode: "sequence" });
    const losing = expect(lost.runHere(undefined, "t")).rejects.toMatchObject({ code: "E006" });
    await setup.gate("held").entered();
    const next = await setup.open();
    const seen: TaskEvent[] = [];
    const running = next.runHere(undefined, "t", { onEvent: (event) => seen.push(event) });
    await setup.gate("held").entered(2);
    setup.gate("held").open();
    expect(await running).toMatchObject({ status: "completed" });
    await losing;
    const sequences: number[] = [];
    for await (const event of next.forUser(undefined).events("t")) sequences.push(event.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(seen[0]).toMatchObject({ type: "task.resumed", completed: 1 });
    expect(setup.journal.filter((line) => line.startsWith("add"))).toHaveLength(1);
  });

  it("[TASK-3] does not run elements of a step again that had ended", async () => {
    await using setup = await openTestTasks();
    const lost = await setup.open({ clock: hanging() });
    const step = {
      operation: "gate_tool.pass",
      each: ["a", "b", "c"],
      params: { name: "$item", value: { n: "$index" } },
    };
    await lost.forUser(undefined).submitTask([step], { taskId: "t" });
    setup.gate("a").open();
    setup.gate("b").open();
    const losing = expect(lost.runHere(undefined, "t")).rejects.toMatchObject({ code: "E006" });
    await setup.gate("c").entered();
    const next = await setup.open();
    const running = next.runHere(undefined, "t");
    await setup.gate("c").entered(2);
    setup.gate("c").open();
    expect(await running).toMatchObject({ output: [{ n: 0 }, { n: 1 }, { n: 2 }] });
    await losing;
    const entered = setup.journal.filter((line) => line.startsWith("enter")).map((line) => line.split(" ")[1]);
    expect(entered.toSorted()).toEqual(["a", "b", "c", "c"]);
  });

  it("[TASK-3] goes on at a server though no queue ever heard of it", async () => {
    await using setup = await openTestTasks();
    const lost = await setup.open({ clock: hanging() });
    const steps = [add(1), pass("held"), echo("$result[0]")];
    const losing = expect(lost.runTask("u", steps, { taskId: "t", mode: "sequence" })).rejects.toMatchObject({
      code: "E006",
    });
    await setup.gate("held").entered();
    const next = await setup.open();
    next.start();
    await setup.gate("held").entered(2);
    setup.gate("held").open();
    expect(await next.forUser("u").waitForTask("t")).toMatchObject({ status: "completed", output: 2 });
    await losing;
    expect(setup.journal.filter((line) => line.startsWith("add"))).toHaveLength(1);
  });

  it("[TASK-4] is run by one of many who want it", async () => {
    await using setup = await openTestTasks();
    const services = [await setup.open(), await setup.open(), await setup.open()];
    await services[0]?.forUser(undefined).submitTask([add(1), pass("held")], { taskId: "t" });
    const runs = Promise.allSettled(services.map((service) => service.runHere(undefined, "t")));
    await setup.gate("held").entered();
    setup.gate("held").open();
    const outcomes = await runs;
    const held = outcomes.filter((run) => run.status === "rejected");
    expect(outcomes.length - held.length).toBeGreaterThan(0);
    for (const { reason } of held) expect(reason).toMatchObject({ name: "HeldTaskError" });
    expect(setup.journal.filter((line) => line.startsWith("add"))).toHaveLength(1);
  });
});

describe("stopping a service", () => {
  it("[REL-5] hands tasks back whose steps do not end in time, and nothing of these steps is kept", async () => {
    await using setup = await openTestTasks();
    const first = await setup.open();
    const tasks = first.forUser(undefined);
    for (let index = 0; index < 20; index += 1) {
      await tasks.submitTask([add(index), pass(`g${index}`), echo("$result[1]")], {
        taskId: `t${index}`,
        mode: "sequence",
      });
    }
    first.start();
    await setup.gate("g0").entered();
    await first.stop({ graceMs: 10 });
    await expect(first.runHere(undefined, "t19")).rejects.toMatchObject({ code: "E004" });
    const left = (await tasks.listTasks({ limit: 50 })).tasks;
    expect(left.map(({ status }) => status)).toEqual(new Array(20).fill("pending"));
    const { steps } = await tasks.getTaskHistory("t0");
    expect(steps.map(({ index }) => index)).toEqual([0]);

    const second = await setup.open();
    second.start();
    for (let index = 0; index < 20; index += 1) setup.gate(`g${index}`).open();
    for (let index = 0; index < 20; index += 1) {
      expect(await second.forUser(undefined).waitForTask(`t${index}`)).toMatchObject({
        status: "completed",
        output: `g${index}`,
      });
    }
    expect(new Set(setup.journal.filter((line) => line.startsWith("add"))).size).toBe(20);
    expect(setup.journal.filter((line) => line.startsWith("add"))).toHaveLength(20);
  });

  it("[REL-5] puts back in line at once what the queue hands over just then", async () => {
    await using setup = await openTestTasks();
    const { store, queue } = await openSqlite({ path: ":memory:" });
    const inLine: string[] = [];
    let handOver = async (_key: string): Promise<void> => {};
    await using service = await setup.open({
      store,
      queue: {
        ...queue,
        add: async (items) => void inLine.push(...items.map(({ key }) => key)),
        consume({ lane, handle }) {
          if (lane === "fast") handOver = handle;
          return { close: async () => {} };
        },
      },
    });
    await service.forUser(undefined).submitTask([add(1)], { taskId: "t" });
    service.start();
    await service.stop();
    inLine.length = 0;
    await handOver("t");
    expect(inLine).toEqual(["t"]);
    expect(await service.forUser(undefined).getTask("t")).toMatchObject({ status: "pending" });
    await handOver("another one, which is gone");
    expect(inLine).toEqual(["t"]);
  });

  it("[REL-5] lets running steps end within its time, and starts no further one", async () => {
    await using setup = await openTestTasks();
    const first = await setup.open();
    await first.forUser(undefined).submitTask([pass("held"), add(1)], { taskId: "t", mode: "sequence" });
    const running = first.runHere(undefined, "t");
    await setup.gate("held").entered();
    const stopping = first.stop({ graceMs: 5_000 });
    setup.gate("held").open();
    await stopping;
    expect(await running).toMatchObject({ status: "pending", completed_steps: 1 });
    const second = await setup.open();
    expect(await second.runHere(undefined, "t")).toMatchObject({ status: "completed", output: 2 });
    expect(setup.journal.filter((line) => line.startsWith("enter"))).toHaveLength(1);
  });
});

describe("trouble with the database", () => {
  it("[TASK-7] loses no step that was told as completed, and the task is gone on with later", async () => {
    await using setup = await openTestTasks();
    const { store, queue } = await openSqlite({ path: setup.database, clock: systemClock });
    let away = false;
    const shaky: TaskStore = new Proxy(store, {
      get(target, key: keyof TaskStore) {
        const method: unknown = target[key];
        if (typeof method !== "function") return method;
        if (key !== "write") return method.bind(target);
        return (...args: Parameters<TaskStore["write"]>) =>
          away ? Promise.reject(new DatabaseError("away")) : target.write(...args);
      },
    });
    const quick = {
      ...systemClock,
      schedule: (callback: () => void, ms: number) => systemClock.schedule(callback, ms / 100),
    };
    const { tools } = createTestTools(setup.journal);
    await using executor = createExecutor({ tools, config: { artifacts_folder: `${setup.folder}/runs` } });
    const logger = { debug() {}, info() {}, warn() {}, error() {}, isLevelEnabled: () => false };
    await using service = createTaskService({ executor, store: shaky, queue, clock: quick, logger });
    const told: TaskEvent[] = [];
    await service.forUser(undefined).submitTask([add(1), add(2), add(3)], { taskId: "t", mode: "sequence" });
    const running = service.runHere(undefined, "t", {
      onEvent: (event) => {
        told.push(event);
        if (event.type === "step.completed") away = true;
      },
    });
    await expect(running).rejects.toMatchObject({ code: "E006" });
    const completed = told.filter(({ type }) => type === "step.completed").length;
    expect(completed).toBe(1);
    away = false;
    expect(await service.runHere(undefined, "t")).toMatchObject({ status: "completed", completed_steps: 3 });
    expect(setup.journal.filter((line) => line === "add 1 1")).toHaveLength(1);
    expect(setup.journal.filter((line) => line === "add 2 1")).toHaveLength(2);
  });
});
