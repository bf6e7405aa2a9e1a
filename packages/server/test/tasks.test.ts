import { describe, expect, it } from "vitest";
import { type OpenServer, openServer } from "#testing-fixtures/open-server.ts";

const sum = { steps: [{ id: "sum", operation: "door_tool.add", params: { a: 1, b: 2 } }] };
const json = { "content-type": "application/json" };

async function submit(open: OpenServer, payload: object, headers: Record<string, string> = {}) {
  return await open.app.inject({ method: "POST", url: "/api/tasks", payload, headers });
}

async function ended(open: OpenServer, id: string) {
  return await open.tasks.forUser(undefined).waitForTask(id, { timeoutMs: 10_000 });
}

describe("/api/tasks", () => {
  it("[API-5] accepts a plan with 202 and where it is found, and shows how its steps ended", async () => {
    await using open = await openServer();
    const accepted = await submit(open, { plan: sum, task_id: "t1", priority: 5, queue: "heavy" });
    expect(accepted.statusCode).toBe(202);
    expect(accepted.headers.location).toBe("/api/tasks/t1");
    expect(accepted.json()).toMatchObject({ id: "t1", priority: 5, queue: "heavy", steps: 1 });
    await ended(open, "t1");
    const shown = (await open.app.inject("/api/tasks/t1")).json();
    expect(shown).toMatchObject({
      status: "completed",
      output: 3,
      history: { steps: [{ index: 0, run: 0, step: "door_tool.add", result: 3, meta: { attempts: 1 } }], next: null },
    });
    const brief = (await open.app.inject("/api/tasks/t1?limit=0")).json();
    expect(brief.history.steps).toEqual([]);
  });

  it.each([
    ["a list of steps", [{ operation: "door_tool.add", params: { a: 1 } }]],
    ["one operation", { operation: "door_tool.add", params: { a: 1 } }],
  ])("[API-5] accepts %s", async (_what, plan) => {
    await using open = await openServer();
    const { id } = (await submit(open, { plan })).json();
    expect(await ended(open, id)).toMatchObject({ status: "completed", output: 2 });
  });

  it("[API-5] gives the same task for the same Idempotency-Key, and another for another", async () => {
    await using open = await openServer();
    const first = (await submit(open, { plan: sum }, { "idempotency-key": "order 7" })).json();
    const again = await submit(open, { plan: sum }, { "idempotency-key": "order 7" });
    expect([again.statusCode, again.json().id]).toEqual([202, first.id]);
    expect((await submit(open, { plan: sum }, { "idempotency-key": "order 8" })).json().id).not.toBe(first.id);
    const other = await submit(open, { plan: [] }, { "idempotency-key": "order 7" });
    expect([other.statusCode, other.json().code]).toEqual([400, "E001"]);
    const both = await submit(open, { plan: sum, task_id: "x" }, { "idempotency-key": "order 7" });
    expect(both.json().detail).toContain("received both");
  });

  it("[API-5] lists tasks by status, queue and name, page by page", async () => {
    await using open = await openServer({ runsTasks: false });
    for (const id of ["a", "b", "c"]) await submit(open, { plan: { ...sum, name: "sums" }, task_id: id });
    await submit(open, { plan: sum, task_id: "d", queue: "heavy" });
    const list = async (query: string) => (await open.app.inject(`/api/tasks?${query}`)).json();
    const ids = ({ tasks }: { tasks: readonly { id: string }[] }) => tasks.map(({ id }) => id).toSorted();
    expect(ids(await list("name=sums"))).toEqual(["a", "b", "c"]);
    expect(ids(await list("queue=heavy&status=pending&status=running"))).toEqual(["d"]);
    expect(ids(await list("status=completed"))).toEqual([]);
    const first = await list("limit=3");
    const rest = await list(`limit=3&cursor=${encodeURIComponent(first.cursor)}`);
    expect([...ids(first), ...ids(rest)].toSorted()).toEqual(["a", "b", "c", "d"]);
    expect(rest.cursor).toBeNull();
  });

  it("[API-5] cancels a task, and removes it once it has ended", async () => {
    await using open = await openServer({ runsTasks: false });
    await submit(open, { plan: sum, task_id: "t1" });
    const early = await open.app.inject({ method: "DELETE", url: "/api/tasks/t1?remove=true" });
    expect(early.statusCode).toBe(400);
    const cancelled = await open.app.inject({ method: "DELETE", url: "/api/tasks/t1", headers: json });
    expect([cancelled.statusCode, cancelled.json().status]).toEqual([200, "cancelled"]);
    const removed = await open.app.inject({ method: "DELETE", url: "/api/tasks/t1?remove=true" });
    expect([removed.statusCode, removed.body]).toEqual([204, ""]);
    expect((await open.app.inject("/api/tasks/t1")).statusCode).toBe(404);
  });

  it("[API-5] resumes a task that failed", async () => {
    await using open = await openServer();
    await submit(open, { plan: [{ operation: "door_tool.fail" }], task_id: "t1" });
    expect(await ended(open, "t1")).toMatchObject({ status: "failed" });
    const resumed = await open.app.inject({ method: "POST", url: "/api/tasks/t1/resume" });
    expect(resumed.statusCode).toBe(202);
    expect(await ended(open, "t1")).toMatchObject({ status: "failed", resumed: 1 });
    const text = (await open.app.inject("/api/tasks/t1")).body;
    expect(text).toContain("secret/plan.txt");
    expect(text).not.toContain(process.cwd());
  });

  it("[API-5] lets a waiting step run, or ends it, by its index or its id", async () => {
    await using open = await openServer();
    const step = { id: "go", operation: "door_tool.add", params: { a: 1 }, approval: true };
    const untilWaiting = async (id: string) => {
      await expect
        .poll(async () => (await open.app.inject(`/api/tasks/${id}?limit=0`)).json().waiting.length, {
          timeout: 10_000,
        })
        .toBe(1);
    };
    await submit(open, { plan: [step], task_id: "yes" });
    await untilWaiting("yes");
    const approved = await open.app.inject({ method: "POST", url: "/api/tasks/yes/steps/go/approve" });
    expect(approved.statusCode).toBe(200);
    expect(await ended(open, "yes")).toMatchObject({ status: "completed", output: 2 });
    await submit(open, { plan: [step], task_id: "no" });
    await untilWaiting("no");
    const payload = { reason: "too dear" };
    const rejected = await open.app.inject({ method: "POST", url: "/api/tasks/no/steps/0/reject", payload });
    expect(rejected.statusCode).toBe(200);
    await ended(open, "no");
    expect((await open.app.inject("/api/tasks/no")).body).toContain("too dear");
    const late = await open.app.inject({ method: "POST", url: "/api/tasks/no/steps/0/approve" });
    expect([late.statusCode, late.json().code]).toEqual([400, "E001"]);
  });

  it("[API-5] reads a step's result page by page", async () => {
    await using open = await openServer();
    await submit(open, { plan: [{ id: "rows", operation: "door_tool.table" }], task_id: "t1" });
    await ended(open, "t1");
    const read = async (query: string) => (await open.app.inject(`/api/tasks/t1/steps/rows/result?${query}`)).json();
    const page = await read("offset=4990&limit=3&select=index");
    expect(page).toMatchObject({ kind: "rows", total: 5_000, next: 4_993 });
    expect(page.data).toEqual([{ index: 4_990 }, { index: 4_991 }, { index: 4_992 }]);
    expect((await open.app.inject("/api/tasks/t1/steps/7/result")).json()).toMatchObject({ code: "E001" });
  });

  it("[AUTH-2] a user's tasks do not exist for another, on any route", async () => {
    const auth = {
      api_keys: [
        { key_env: "A", user: "ann" },
        { key_env: "B", user: "bob" },
      ],
    };
    await using open = await openServer({
      config: { auth },
      environment: { A: "a".repeat(32), B: "b".repeat(32) },
      runsTasks: false,
    });
    const as = (letter: string) => ({ authorization: `Bearer ${letter.repeat(32)}` });
    await submit(open, { plan: sum, task_id: "t1" }, as("a"));
    const routes = [
      ["GET", "/api/tasks/t1"],
      ["DELETE", "/api/tasks/t1"],
      ["DELETE", "/api/tasks/t1?remove=true"],
      ["POST", "/api/tasks/t1/resume"],
      ["POST", "/api/tasks/t1/steps/0/approve"],
      ["POST", "/api/tasks/t1/steps/0/reject"],
      ["GET", "/api/tasks/t1/steps/0/result"],
      ["GET", "/api/tasks/t1/events"],
    ] as const;
    for (const [method, url] of routes) {
      const response = await open.app.inject({ method, url, headers: as("b") });
      expect([method, url, response.statusCode]).toEqual([method, url, 404]);
    }
    expect((await open.app.inject({ url: "/api/tasks", headers: as("b") })).json().tasks).toEqual([]);
    expect((await open.app.inject({ url: "/api/tasks/t1", headers: as("a") })).json().status).toBe("pending");
  });
});

describe("/api/schedules", () => {
  const schedule = { id: "nightly", cron: "0 3 * * *", timezone: "Europe/Berlin", plan: sum };

  it("[API-6] keeps, lists and ends schedules", async () => {
    await using open = await openServer();
    const saved = await open.app.inject({ method: "POST", url: "/api/schedules", payload: schedule });
    expect(saved.statusCode).toBe(201);
    expect(saved.json()).toMatchObject({ id: "nightly", timezone: "Europe/Berlin", last_task_id: null });
    expect((await open.app.inject("/api/schedules")).json()).toMatchObject({
      count: 1,
      schedules: [{ id: "nightly" }],
    });
    expect((await open.app.inject({ method: "DELETE", url: "/api/schedules/nightly" })).statusCode).toBe(204);
    expect((await open.app.inject({ method: "DELETE", url: "/api/schedules/nightly" })).statusCode).toBe(404);
  });

  it("[API-6] refuses what is no cron", async () => {
    await using open = await openServer();
    const payload = { ...schedule, cron: "every night" };
    const response = await open.app.inject({ method: "POST", url: "/api/schedules", payload });
    expect([response.statusCode, response.json().code]).toEqual([400, "E001"]);
  });
});
