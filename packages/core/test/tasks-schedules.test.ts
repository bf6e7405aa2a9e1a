import { systemClock } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { add, openTestTasks } from "./fixtures/open-test-tasks.ts";

const write = (what: string) => ({ operation: "text_tool.write", params: { what } });

/** The machine's clock, with a hand that a test can move. */
function movableClock() {
  let aheadMs = 0;
  return { ...systemClock, now: () => Date.now() + aheadMs, ahead: (ms: number) => (aheadMs += ms) };
}

describe("whose turn it is", () => {
  it("[DIST-5] goes by priority, then by order", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open({ config: { fast_concurrency: 1 } });
    const tasks = service.forUser(undefined);
    const submit = (what: string, priority: number) => tasks.submitTask([write(what)], { taskId: what, priority });
    for (const [what, priority] of [
      ["low", -5],
      ["one", 0],
      ["two", 0],
      ["high", 9],
    ] as const)
      await submit(what, priority);
    service.start();
    for (const id of ["low", "one", "two", "high"]) await tasks.waitForTask(id);
    const order = setup.journal.filter((line) => line.endsWith("begins")).map((line) => line.split(" ")[1]);
    expect(order).toEqual(["high", "one", "two", "low"]);
  });

  it("[DIST-5] comes no sooner than was asked for", async () => {
    await using setup = await openTestTasks();
    const service = await setup.open();
    const tasks = service.forUser(undefined);
    service.start();
    const later = await tasks.submitTask([write("later")], { taskId: "later", delayMs: 90 });
    expect(Date.parse(later.not_before ?? "") - Date.parse(later.created_at)).toBe(90);
    expect((await service.counts()).lanes.fast).toMatchObject({ delayed: 1, waiting: 0 });
    await tasks.submitTask([write("now")], { taskId: "now" });
    const { started_at: startedAt } = await tasks.waitForTask("later");
    expect(Date.parse(startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(later.not_before ?? ""));
    expect(setup.journal.filter((line) => line.endsWith("ends"))).toEqual(["write now ends", "write later ends"]);
  });

  it("goes to the heavy lane when a step is heavy, unless somebody says otherwise", async () => {
    await using setup = await openTestTasks();
    const tasks = (await setup.open()).forUser(undefined);
    const heavy = { operation: "gate_tool.heavy", params: {} };
    expect(await tasks.submitTask([add(1), heavy])).toMatchObject({ queue: "heavy" });
    expect(await tasks.submitTask([heavy], { queue: "fast" })).toMatchObject({ queue: "fast" });
    expect(await tasks.submitTask([add(1), { operation: "unknown.thing" }])).toMatchObject({ queue: "fast" });
  });
});

describe("a schedule", () => {
  it("[DIST-5] submits its plan at each of its moments, once, however many look after it", async () => {
    await using setup = await openTestTasks();
    const clock = movableClock();
    const services = [await setup.open({ clock }), await setup.open({ clock }), await setup.open({ clock })];
    const tasks = services[0]?.forUser("ann") ?? expect.fail();
    const saved = await tasks.saveSchedule({
      id: "hourly",
      cron: "0 * * * *",
      plan: { name: "h", steps: [add(1)] },
      input: {},
    });
    expect(saved).toMatchObject({ id: "hourly", user_id: "ann", timezone: "UTC", last_task_id: null });
    expect(new Date(saved.next_at).getUTCMinutes()).toBe(0);
    clock.ahead(3_600_000);
    for (const service of services) service.start();
    const id = `hourly:${saved.next_at}`;
    expect(await untilThere(() => tasks.waitForTask(id))).toMatchObject({
      status: "completed",
      name: "h",
      user_id: "ann",
    });
    const [schedule] = await tasks.listSchedules();
    expect(schedule).toMatchObject({ last_task_id: id });
    expect(Date.parse(schedule?.next_at ?? "") - Date.parse(saved.next_at)).toBe(3_600_000);
    expect((await tasks.listTasks()).tasks).toHaveLength(1);
    expect(setup.journal).toEqual(["add 1 1"]);
    await tasks.deleteSchedule("hourly");
    await expect(tasks.deleteSchedule("hourly")).rejects.toMatchObject({ name: "NotFoundError" });
  });

  it("[DIST-5] makes up for one of the moments that were missed, and keeps to its time zone", async () => {
    await using setup = await openTestTasks();
    const clock = movableClock();
    const service = await setup.open({ clock });
    const tasks = service.forUser(undefined);
    const saved = await tasks.saveSchedule({ id: "d", cron: "30 6 * * *", timezone: "Asia/Tokyo", plan: add(1) });
    expect(new Date(saved.next_at).toISOString()).toMatch(/T21:30:00.000Z$/);
    clock.ahead(10 * 86_400_000);
    service.start();
    await untilThere(() => tasks.waitForTask(`d:${saved.next_at}`));
    const [schedule] = await tasks.listSchedules();
    expect(Date.parse(schedule?.next_at ?? "")).toBeGreaterThan(clock.now());
    expect((await tasks.listTasks()).tasks).toHaveLength(1);
  });

  it.each([
    [{ cron: "61 * * * *" }, /Invalid cron text '61 \* \* \* \*'/],
    [{ cron: "* * *" }, /five or six fields/],
    [{ cron: "0 0 30 2 *" }, /never comes/],
    [{ timezone: "Europe/Nowhere" }, /time zone/],
    [{ id: "a b" }, /id: expected/],
    [{ plan: [add("$result[3]")] }, /out of range/],
    [{ priority: 1_000 }, /priority/],
  ])("refuses %j", async (wrong, message) => {
    await using setup = await openTestTasks();
    const tasks = (await setup.open()).forUser(undefined);
    const saving = tasks.saveSchedule({ id: "s", cron: "0 6 * * *", plan: [add(1)], ...wrong });
    await expect(saving).rejects.toMatchObject({ code: "E001", message });
    expect(await tasks.listSchedules()).toEqual([]);
  });
});

async function untilThere<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Error && error.name === "NotFoundError")) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
