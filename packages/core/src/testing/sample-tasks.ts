import assert from "node:assert/strict";
import type { EventOf } from "#contracts/events.ts";
import type { Lease, NewTaskRecord, RunEnd, StepRecord, TaskRecord, TaskStore } from "#contracts/task-store.ts";

/** A new task of three steps, due at once. Its key is its id. */
export function sampleTask(id: string, changes: Partial<NewTaskRecord> = {}): NewTaskRecord {
  const steps = ["calc.add", "calc.sub", "calc.mul"].map((operation) => ({
    operation,
    params: { a: 1, text: "größe\u0000" },
  }));
  return {
    key: id,
    id,
    userId: "ann",
    work: { mode: "plan", plan: { name: "sums", steps }, input: { from: [1, null, "x"] } },
    digest: "d1",
    lane: "fast",
    priority: 0,
    createdAt: 1_000,
    runAt: 1_000,
    ...changes,
  };
}

export function sampleStep(index: number, changes: Partial<StepRecord> = {}): StepRecord {
  return {
    index,
    run: 0,
    status: "completed",
    body: JSON.stringify({ step: `calc.${index}`, result: index }),
    ...changes,
  };
}

export function sampleEvent(sequence: number, taskId = "t"): EventOf<"step.completed"> {
  const envelope = { taskId, userId: "ann", stepIndex: 0, operation: "calc.add", time: 1_000 + sequence, sequence };
  return { type: "step.completed", ...envelope, durationMs: 1.5 };
}

export function sampleEvents(first: number, last: number): EventOf<"step.completed">[] {
  return Array.from({ length: last - first + 1 }, (_, index) => sampleEvent(first + index));
}

export function endedAs(status: RunEnd["status"], changes: Partial<RunEnd> = {}): RunEnd {
  return { status, endedAt: 2_000, output: null, error: null, ...changes };
}

type Held = { readonly lease: Lease; readonly record: TaskRecord };

/** Takes a task that can be taken. */
export async function take(store: TaskStore, key: string, runner = "runner-1", leaseMs = 60_000): Promise<Held> {
  return (await store.acquire(key, { runner, leaseMs })) ?? assert.fail(`task ${key} cannot be acquired`);
}

/** Adds a task and takes it. */
export async function startTask(store: TaskStore, id: string, changes: Partial<NewTaskRecord> = {}): Promise<Held> {
  await store.insert(sampleTask(id, changes));
  return await take(store, id);
}

/** Adds a task that ran and ended so. */
export async function endTask(
  store: TaskStore,
  id: string,
  end: RunEnd,
  changes: Partial<NewTaskRecord> = {},
): Promise<void> {
  const { lease } = await startTask(store, id, changes);
  await store.write(lease, { end });
}

export async function find(store: TaskStore, key: string): Promise<TaskRecord> {
  return (await store.find(key)) ?? assert.fail(`there is no task ${key}`);
}

/** Waits until something holds; no longer than a few seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, "waited too long");
    await pause(5);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
