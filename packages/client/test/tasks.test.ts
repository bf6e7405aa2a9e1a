import { text } from "node:stream/consumers";
import { NotFoundError, OperationTimeoutError, type TaskEvent, ValidationError } from "@aiecs/core/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf } from "#testing-fixtures/failure-of.ts";
import { modes, type OpenClient, type SuiteClient } from "#testing-fixtures/open-clients.ts";

const add = (a: unknown, b: unknown = 1) => ({ operation: "math_tool.add", params: { a, b } });
const fail = { operation: "math_tool.fail", params: { why: "no luck" } };
const sleep = { operation: "text_tool.sleep", params: {} };
const sums = { name: "sums", steps: [{ id: "first", ...add(1, 2) }, add("$steps.first", 10)] };

async function collect(events: AsyncIterable<TaskEvent>): Promise<TaskEvent[]> {
  const collected: TaskEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

describe.each(modes)("tasks of a $mode client", ({ open }) => {
  let opened: OpenClient;
  let client: SuiteClient;
  beforeAll(async () => {
    opened = await open();
    client = opened.client;
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it("[CLIENT-1] are submitted, run, and keep what came of them", async () => {
    const { id, name, status } = await client.submitTask(sums);
    expect([name, ["pending", "running", "completed"].includes(status)]).toEqual(["sums", true]);
    const task = await client.waitForTask(id, { timeoutMs: 10_000 });
    expect(task).toMatchObject({
      id,
      user_id: null,
      status: "completed",
      steps: 2,
      completed_steps: 2,
      output: 13,
      error: null,
    });
    expect(await client.getTask(id)).toEqual(task);
    const { steps, next } = await client.getTaskHistory(id);
    expect(next).toBeNull();
    expect(steps.map(({ meta: _meta, ...step }) => step)).toEqual(
      [3, 13].map((result, index) => ({
        index,
        run: 0,
        step: "math_tool.add",
        result,
        completed: true,
        message: "Completed operation math_tool.add",
        status: "completed",
        error_code: null,
        error_message: null,
      })),
    );
    expect((await client.getTaskHistory(id, { from: 1, limit: 1 })).steps).toHaveLength(1);
  });

  it("take one operation, a list, and everything that may be said of a task", async () => {
    const one = await client.submitTask(add(1, 1), { input: { n: 1 }, priority: 5, queue: "heavy", taskId: "one:1" });
    expect(one).toMatchObject({ id: "one:1", mode: "plan", queue: "heavy", priority: 5 });
    const list = await client.submitTask([fail, add(1)], {
      mode: "sequence",
      stopOnFailure: true,
      delayMs: 1,
      concurrency: 1,
    });
    expect(list).toMatchObject({ mode: "sequence", steps: 2 });
    expect(await client.waitForTask("one:1")).toMatchObject({ status: "completed", output: 2 });
    expect(await client.waitForTask(list.id)).toMatchObject({ status: "failed", completed_steps: 0 });
  });

  it("[ERR-3] are refused at once where they could never run", async () => {
    const error = await failureOf(client.submitTask([add("$result[3]")]));
    expect(error).toMatchObject({
      name: "ValidationError",
      code: "E001",
      message: "Referenced result index 3 out of range",
    });
    const strict = await failureOf(client.submitTask([{ operation: "math_tool.ad" }], { strict: true }));
    expect(strict.message).toContain("Operation 'ad' not found in tool 'math_tool'");
    expect(await failureOf(client.submitTask([add(1)], { taskId: "no/id" }))).toBeInstanceOf(ValidationError);
  });

  it("are the same when they are submitted again, and another may not have their id", async () => {
    const { id, created_at } = await client.submitTask(sums, { taskId: "twice" });
    expect(await client.submitTask(sums, { taskId: "twice" })).toMatchObject({ id, created_at });
    expect(await failureOf(client.submitTask(add(1), { taskId: "twice" }))).toBeInstanceOf(ValidationError);
  });

  it("[ERR-3] that nobody has are not found", async () => {
    for (const id of ["nobody", "..", "a/b", ""]) {
      const calls = [
        () => client.getTask(id),
        () => client.getTaskHistory(id),
        () => client.waitForTask(id),
        () => client.cancelTask(id),
        () => client.resumeTask(id),
        () => client.deleteTask(id),
        () => client.approveStep(id, 0),
        () => client.rejectStep(id, 0),
        () => client.readResult(id, 0),
        () => collect(client.events(id)),
      ];
      for (const call of calls) {
        const error = await failureOf(call());
        expect(error).toBeInstanceOf(NotFoundError);
        expect(error.message).toBe(`There is no task ${JSON.stringify(id)}`);
      }
    }
    expect(await failureOf(client.readArtifact("nobody"))).toBeInstanceOf(NotFoundError);
    expect(await failureOf(client.deleteSchedule("nobody"))).toBeInstanceOf(NotFoundError);
  });

  it("[CLIENT-1] tell their events in order and without gaps, from any of them on", async () => {
    const { id } = await client.submitTask(sums);
    const events = await collect(client.events(id));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(["task.started", "task.completed"]);
    expect(events.filter(({ type }) => type === "step.completed").map(({ stepIndex }) => stepIndex)).toEqual([0, 1]);
    expect(events[0]).toMatchObject({ taskId: id, userId: undefined, time: expect.any(Number), steps: 2 });
    expect(await collect(client.events(id, { after: 3 }))).toEqual(events.slice(3));
    expect(await collect(client.events(id, { after: events.length }))).toEqual([]);
  });

  it("[CLIENT-1] can be cancelled, waited for, resumed and removed", async () => {
    const { id } = await client.submitTask([add(1, 1), sleep], { mode: "sequence" });
    const late = await failureOf(client.waitForTask(id, { timeoutMs: 30 }));
    expect(late).toBeInstanceOf(OperationTimeoutError);
    expect(late.message).toBe(`Task ${JSON.stringify(id)} has not ended within 30 ms`);
    expect(await failureOf(client.deleteTask(id))).toBeInstanceOf(ValidationError);
    expect(await failureOf(client.resumeTask(id))).toBeInstanceOf(ValidationError);
    await client.cancelTask(id);
    expect(await client.waitForTask(id)).toMatchObject({ status: "cancelled", completed_steps: 1 });
    expect(await client.resumeTask(id)).toMatchObject({ resumed: 1 });
    await client.cancelTask(id);
    await client.waitForTask(id);
    await client.deleteTask(id);
    expect(await failureOf(client.getTask(id))).toBeInstanceOf(NotFoundError);
  });

  it("[CLIENT-1] are listed, by status, name and page", async () => {
    for (const n of [1, 2, 3]) {
      const { id } = await client.submitTask({ name: "listed", steps: [add(n)] });
      await client.waitForTask(id);
    }
    const first = await client.listTasks({ name: "listed", status: ["completed", "failed"], limit: 2 });
    expect(first.tasks).toHaveLength(2);
    const second = await client.listTasks({ name: "listed", limit: 2, cursor: first.cursor ?? "" });
    expect([second.tasks.length, second.cursor]).toEqual([1, null]);
    expect((await client.listTasks({ name: "listed", status: "failed" })).tasks).toEqual([]);
    expect(await failureOf(client.listTasks({ limit: 0 }))).toBeInstanceOf(ValidationError);
  });

  it("[CLIENT-1] wait for approvals", async () => {
    const steps = [
      { id: "ask", ...add(1), approval: true },
      { id: "other", ...add(2), approval: true },
    ];
    const { id } = await client.submitTask({ steps });
    for await (const { type } of client.events(id)) if (type === "step.waiting") break;
    expect(await failureOf(client.approveStep(id, 9))).toMatchObject({ code: "E001" });
    await client.approveStep(id, "ask");
    for await (const event of client.events(id)) if (event.type === "step.waiting" && event.stepIndex === 1) break;
    await client.rejectStep(id, 1, "not today");
    await client.waitForTask(id);
    const { steps: ended } = await client.getTaskHistory(id);
    expect(ended.map(({ status }) => status)).toEqual(["completed", "cancelled"]);
    expect(ended[1]?.error_message).toContain("not today");
  });

  it("[CLIENT-1] have results that are read page by page", async () => {
    const { id } = await client.submitTask([{ id: "list", operation: "math_tool.range", params: { count: 250 } }]);
    await client.waitForTask(id);
    const page = await client.readResult(id, "list", { path: ".items", offset: 100, limit: 2, select: ["square"] });
    expect(page).toEqual({ kind: "items", data: [{ square: 10_000 }, { square: 10_201 }], total: 250, next: 102 });
    expect(await client.readResult(id, -1, { path: ".items[3].square" })).toMatchObject({ kind: "value", data: 9 });
    expect(await failureOf(client.readResult(id, 0, { path: ".nothing" }))).toMatchObject({ code: "E007" });
  });

  it("[CLIENT-1] have artifacts, whole and in part", async () => {
    const { id } = await client.submitTask([
      { operation: "text_tool.save", params: { name: "größe 1.txt", text: "0123456789" } },
    ]);
    const { output } = await client.waitForTask(id);
    const artifact = String(typeof output === "object" && output && "id" in output ? output.id : undefined);
    const whole = await client.readArtifact(artifact);
    expect(whole.artifact).toMatchObject({ id: artifact, media_type: "text/plain", bytes: 10 });
    expect(whole.artifact.name).toContain(".txt");
    expect(Object.keys(whole.artifact).sort()).toEqual(["bytes", "id", "media_type", "name", "sha256"]);
    expect(await text(whole.content)).toBe("0123456789");
    for (const [range, expected] of [
      [{ start: 2, end: 5 }, "234"],
      [{ end: 3 }, "012"],
      [{ start: 7 }, "789"],
      [{ start: 7, end: 99 }, "789"],
    ] as const) {
      const part = await client.readArtifact(artifact, range);
      expect([part.artifact, await text(part.content)]).toEqual([whole.artifact, expected]);
    }
    expect(await failureOf(client.readArtifact(artifact, { start: 10 }))).toMatchObject({
      name: "ValidationError",
      message: "The range lies beyond the end: there are 10 bytes",
    });
  });

  it("[CLIENT-1] are submitted by schedules", async () => {
    const request = { id: "nightly", cron: "0 3 * * *", timezone: "Europe/Berlin", plan: sums };
    const saved = await client.saveSchedule(request);
    expect(saved).toMatchObject({ id: "nightly", cron: "0 3 * * *", user_id: null, last_task_id: null });
    expect(await client.listSchedules()).toEqual([saved]);
    expect(await failureOf(client.saveSchedule({ ...request, cron: "nonsense" }))).toBeInstanceOf(ValidationError);
    await client.deleteSchedule("nightly");
    expect(await client.listSchedules()).toEqual([]);
  });

  it("[CLIENT-1] are streamed, and cancelled by whoever leaves", async () => {
    const types = (await collect(client.stream(sums))).map(({ type }) => type);
    expect([types[0], types.at(-1)]).toEqual(["task.started", "task.completed"]);
    let left = "";
    for await (const { type, taskId } of client.stream([sleep])) {
      left = taskId;
      if (type === "step.started") break;
    }
    expect(await client.waitForTask(left)).toMatchObject({ status: "cancelled" });
  });

  it("end a loop over their events when its signal aborts, and go on", async () => {
    const { id } = await client.submitTask([sleep]);
    const controller = new AbortController();
    const loop = async () => {
      for await (const { type } of client.events(id, { signal: controller.signal })) {
        if (type === "step.started") controller.abort();
      }
    };
    expect(await failureOf(loop())).toMatchObject({ name: "CancelledError", code: "E004", message: "Cancelled" });
    expect(await failureOf(client.waitForTask(id, { signal: controller.signal }))).toMatchObject({ code: "E004" });
    expect((await client.getTask(id)).status).toBe("running");
    await client.cancelTask(id);
  });
});
