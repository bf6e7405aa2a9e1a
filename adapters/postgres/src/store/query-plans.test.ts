import { expect, it } from "vitest";
import { createPostgresDatabase } from "#testing-fixtures/postgres-database.ts";
import { startPostgres } from "#testing-fixtures/postgres-server.ts";
import { endedAs, sampleEvents, sampleStep, sampleTask, startTask } from "#testing-fixtures/sample-tasks.ts";

const settings = {
  session_preload_libraries: "auto_explain",
  "auto_explain.log_min_duration": 0,
  "auto_explain.log_nested_statements": "on",
  log_min_messages: "log",
};

it("[TASK-2] finds everything by an index, and goes through no table from end to end", async () => {
  await using server = await startPostgres({ settings });
  await using database = createPostgresDatabase(server);
  const store = await database.open({ pool: { max: 1 } });
  for (let number = 0; number < 40; number += 1) {
    const id = `t${number}`;
    await store.insert(sampleTask(`waits-${number}`));
    const { lease } = await startTask(store, id);
    const steps = [sampleStep(0), sampleStep(1)];
    await store.write(lease, {
      elements: [{ index: 1, position: 0, body: "" }],
      waiting: [{ index: 2, since: 1, expiresAt: 5 }],
    });
    await store.write(lease, { steps, events: sampleEvents(1, 2) });
    await store.renew([lease], 60_000);
    await store.decide(id, 2, { approved: true, reason: null, at: 3 });
    await store.write(lease, { end: endedAs(number % 2 === 0 ? "completed" : "pending", { parked: true }) });
    await store.cancel(id, 9);
    await store.resume(id, 9);
    await store.cancel(id, 9);
    const schedule = { ...sampleTask(id), cron: "", timezone: "", nextAt: number, lastTaskId: null };
    await store.saveSchedule(schedule);
    await store.advanceSchedule(schedule, number + 1, "");
    await store.insert(sampleTask(id));
    await Promise.all([store.find(id), store.steps(id), store.steps(id, { all: true }), store.elements(id)]);
    await store.events(id, 0, 9);
    // Plans are kept from the time when tables were small, which they are to the server once it has looked.
    if (number === 2) await database.run("ANALYZE");
  }
  await Promise.all([store.countOpen("ann"), store.list({ userId: "ann", limit: 5 }), store.check()]);
  await Promise.all([store.list({ userId: "ann", limit: 5, name: "sums" }), store.expiredApprovals(9)]);
  await Promise.all([store.open({ now: 9, limit: 5 }), store.schedules("ann"), store.dueSchedules(9)]);
  await Promise.all([store.sweep(10, 3), store.remove("t9"), store.removeSchedule("ann", "t1")]);
  await store[Symbol.asyncDispose]();

  const plans = server.log().split("plan:\n").slice(1);
  expect(plans.length).toBeGreaterThan(500);
  expect([...new Set(plans.filter(goesThroughAll))]).toEqual([]);
}, 30_000);

/** What a condition must begin with, for the indexes of several columns. */
const leading: { readonly [index: string]: string } = {
  tasks_by_end: "user_id",
  tasks_by_name: "user_id",
  steps_pkey: "task",
  events_pkey: "task",
  elements_pkey: "task",
  approvals_pkey: "task",
};

/** Whether a table, or an index, is gone through from end to end; but for the one row that tells the format. */
function goesThroughAll(plan: string): boolean {
  const lines = plan.split("\n");
  return lines.some((line, place) => {
    if (/Seq Scan on (?!format|pg_)/.test(line)) return true;
    const [, index = ""] = /Index (?:Only )?Scan (?:Backward )?(?:using|on) (\w+)/.exec(line) ?? [];
    if (index === "") return false;
    const condition = /Index Cond: (.*)/.exec(lines[place + 1] ?? "")?.[1] ?? "";
    return !condition.includes(leading[index] ?? "(");
  });
}
