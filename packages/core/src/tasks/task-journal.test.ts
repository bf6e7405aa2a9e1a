import { describe, expect, it } from "vitest";
import { DatabaseError, LostLeaseError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import { TaskStepResult } from "#contracts/step-result.ts";
import type { TaskChanges, TaskRecord } from "#contracts/task-store.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { ValueCodec } from "./stored-value.ts";
import { TaskJournal } from "./task-journal.ts";

const record: TaskRecord = {
  key: "t~1",
  id: "t",
  userId: "u",
  work: { mode: "plan", plan: { steps: Array.from({ length: 5 }, () => ({ operation: "a.b" })) }, input: {} },
  digest: "",
  lane: "fast",
  priority: 0,
  createdAt: 0,
  runAt: 0,
  status: "running",
  parked: false,
  cancelRequested: false,
  heldBy: "r",
  startedAt: 0,
  endedAt: null,
  run: 0,
  completedSteps: 0,
  approvals: [],
  lastSequence: 7,
  output: null,
  error: null,
};

type Write = { readonly changes: TaskChanges; readonly resolve: () => void; readonly reject: (error: unknown) => void };

/** A journal whose writes end when the test says so. */
function setUp() {
  const clock = createManualClock();
  const writes: Write[] = [];
  const told: TaskEvent[] = [];
  const failures: Error[] = [];
  const refuse = (): never => {
    throw new Error("not expected");
  };
  const journal = new TaskJournal({
    clock,
    store: {
      write: (_lease: unknown, changes: TaskChanges) =>
        new Promise<void>((resolve, reject) => {
          writes.push({ changes, resolve, reject });
        }),
    },
    lease: { key: record.key, fence: 1 },
    record,
    codec: new ValueCodec({
      executor: { artifacts: { write: refuse }, exportResult: refuse },
      owner: { taskId: record.key, userId: "u" },
      inlineBytes: 10_000,
    }),
    ended: [],
    waiting: new Set(),
    written: (events) => told.push(...events),
    failed: (error) => failures.push(error),
  });
  const settle = () => clock.advanceAndSettle(0);
  return { clock, journal, writes, told, failures, settle };
}

const completed = new TaskStepResult({ step: "a.b", result: 1, completed: true, status: "completed" });

function event(type: TaskEvent["type"], stepIndex: number | null, payload: object = {}): TaskEvent {
  const envelope = { taskId: "t~1", userId: "u", stepIndex, operation: "a.b", time: 0, sequence: 99 };
  return { type, ...envelope, ...payload } as TaskEvent;
}

const end = { status: "completed", endedAt: 1, output: null, error: null } as const;
const types = (changes: TaskChanges | undefined) => changes?.events?.map(({ type }) => type);

describe("TaskJournal", () => {
  it("[TASK-3] tells that a step has ended only once that is durable, in one write with the step", async () => {
    const { journal, writes, told, settle } = setUp();
    journal.hear(event("step.started", 0));
    journal.hear(event("step.completed", 0, { durationMs: 1 }));
    const saving = journal.save(0, completed);
    expect(types(writes[0]?.changes)).toEqual(["step.started", "step.completed"]);
    expect(writes[0]?.changes.steps).toMatchObject([{ index: 0, run: 0, status: "completed" }]);
    await settle();
    expect(told).toEqual([]);
    writes[0]?.resolve();
    await saving;
    expect(told.map(({ sequence, taskId }) => [sequence, taskId])).toEqual([
      [8, "t"],
      [9, "t"],
    ]);
  });

  it("does not tell the end of a step with an earlier write than the step's own", async () => {
    const { clock, journal, writes } = setUp();
    journal.hear(event("step.started", 0));
    journal.hear(event("step.completed", 0, { durationMs: 1 }));
    await clock.advanceAndSettle(150);
    expect(types(writes[0]?.changes)).toEqual(["step.started"]);
  });

  it("[TASK-7] writes down a failure whose details are no data, so that the task ends", async () => {
    const { journal, writes } = setUp();
    const circle: { self?: unknown } = {};
    circle.self = circle;
    const trap = {
      toJSON() {
        throw new Error("no JSON of this");
      },
    };
    for (const [index, details] of [{ circle }, { trap }, { big: 1n }].entries()) {
      const error = { name: "OperationFailedError", code: "E003", message: "It failed", details };
      journal.hear(event("step.failed", index, { durationMs: 1, error }));
      void journal.save(index, new TaskStepResult({ step: "a.b", result: null, completed: false, status: "failed" }));
    }
    writes[0]?.resolve();
    await expect.poll(() => writes.length).toBe(2);
    const events = writes.flatMap(({ changes }) => changes.events ?? []);
    expect(events).toHaveLength(3);
    expect(() => JSON.stringify(events)).not.toThrow();
    expect(events[2]).toMatchObject({ error: { message: "It failed", details: { big: "1" } } });
  });

  it("writes one thing at a time, and takes along what has gathered meanwhile", async () => {
    const { journal, writes, settle } = setUp();
    const saving = [0, 1, 2].map((index) => journal.save(index, completed));
    expect(writes).toHaveLength(1);
    writes[0]?.resolve();
    await settle();
    expect(writes[1]?.changes.steps?.map(({ index }) => index)).toEqual([1, 2]);
    writes[1]?.resolve();
    await Promise.all(saving);
  });

  it("thins out progress to one report per step and tenth of a second, the latest", async () => {
    const { clock, journal, writes } = setUp();
    for (let at = 0; at < 1_000; at += 1) {
      journal.hear(event("step.progressed", 0, { fraction: at / 1_000, message: null }));
      await clock.advanceAndSettle(1);
      writes.at(-1)?.resolve();
    }
    const reports = writes.flatMap(({ changes }) => changes.events ?? []);
    expect(reports).toHaveLength(10);
    expect(reports[0]).toMatchObject({ fraction: 0.099 });
  });

  it("writes the last step with the end of the task, and what never started as well", async () => {
    const { journal, writes, settle } = setUp();
    const results = [completed, completed, completed, completed];
    for (const index of results.keys()) {
      void journal.save(index, completed);
      await settle();
      writes.at(-1)?.resolve();
      await settle();
    }
    expect(journal.save(4, completed)).toBeUndefined();
    expect(writes).toHaveLength(4);
    const ending = journal.end(end, [...results, completed], event("task.completed", null, { durationMs: 1 }));
    await settle();
    expect(writes[4]?.changes).toMatchObject({ steps: [{ index: 4 }], end, events: [{ type: "task.completed" }] });
    writes[4]?.resolve();
    await ending;
    journal.hear(event("step.started", 0));
    expect(() => journal.save(0, completed)).toThrow("has ended");
  });

  it("[TASK-7] tries again when the database is away, and goes on where it was", async () => {
    const { clock, journal, writes, told, failures } = setUp();
    journal.hear(event("step.started", 0));
    const saving = journal.save(0, completed);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      writes[attempt]?.reject(new DatabaseError("locked"));
      await clock.advanceAndSettle(3_000);
    }
    expect(writes).toHaveLength(4);
    expect(writes[3]?.changes).toBe(writes[0]?.changes);
    writes[3]?.resolve();
    await saving;
    expect(told).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it("[TASK-7] gives up after ten seconds, and writes nothing any more", async () => {
    const { clock, journal, writes, failures } = setUp();
    const saving = expect(journal.save(0, completed)).rejects.toThrow("gone");
    for (let attempt = 0; attempt < 6; attempt += 1) {
      writes[attempt]?.reject(new DatabaseError("gone"));
      await clock.advanceAndSettle(4_000);
    }
    await saving;
    expect(writes).toHaveLength(6);
    expect(failures).toHaveLength(1);
    expect(() => journal.save(1, completed)).toThrow("gone");
    await expect(journal.end(end, [], undefined)).rejects.toThrow("gone");
    expect(writes).toHaveLength(6);
  });

  it("[TASK-4] stops at once when the task is somebody else's", async () => {
    const { journal, writes, failures, settle } = setUp();
    const first = expect(journal.save(0, completed)).rejects.toThrow("lost");
    const second = expect(journal.save(1, completed)).rejects.toThrow("lost");
    writes[0]?.reject(new LostLeaseError("lost"));
    await Promise.all([first, second]);
    await settle();
    expect(writes).toHaveLength(1);
    expect(failures).toEqual([expect.any(LostLeaseError)]);
  });

  it("keeps what was taken before it was sealed, and nothing of what comes after", async () => {
    const { journal, writes, settle } = setUp();
    void journal.save(0, completed);
    void Promise.resolve(journal.save(1, completed)).catch(() => {});
    journal.hear(event("step.failed", 2, { durationMs: 1 }));
    journal.seal("given up");
    expect(() => journal.save(2, completed)).toThrow("given up");
    const ending = journal.end({ ...end, status: "pending" }, [], undefined);
    writes[0]?.resolve();
    await settle();
    writes[1]?.resolve();
    await settle();
    writes[2]?.resolve();
    await ending;
    const written = writes.flatMap(({ changes }) => changes.steps?.map(({ index }) => index) ?? []);
    expect(written).toEqual([0, 1]);
    expect(writes.flatMap(({ changes }) => changes.events ?? [])).toEqual([]);
    expect(writes.at(-1)?.changes.end).toMatchObject({ status: "pending" });
  });
});
