import type { EventOf, Lease, NewTaskRecord, RunEnd, StepRecord, TaskRecord, TaskStore } from "@aiecs/core";

/** A new task that is due at once. Its key is its id. */
export function sampleTask(id: string, changes: Partial<NewTaskRecord> = {}): NewTaskRecord {
  const work = {
    mode: "plan",
    plan: { name: "sums", steps: [{ operation: "calc.add", params: { a: 1 } }] },
    input: {},
  };
  return {
    key: id,
    id,
    userId: "ann",
    work: { ...work, mode: "plan" },
    digest: "d1",
    lane: "fast",
    priority: 0,
    createdAt: 1_000,
    runAt: 1_000,
    ...changes,
  };
}

export function sampleStep(index: number): StepRecord {
  return { index, run: 0, status: "completed", body: JSON.stringify({ result: index }) };
}

export function sampleEvents(first: number, last: number): EventOf<"step.completed">[] {
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const envelope = { taskId: "t", userId: "ann", stepIndex: 0, operation: "calc.add", time: 1_000 };
    return { type: "step.completed", ...envelope, sequence: first + index, durationMs: 1.5 };
  });
}

export function endedAs(status: RunEnd["status"], changes: Partial<RunEnd> = {}): RunEnd {
  return { status, endedAt: 2_000, output: null, error: null, ...changes };
}

/** Adds a task and takes it. */
export async function startTask(
  store: TaskStore,
  id: string,
  runner = "runner-1",
): Promise<{ readonly lease: Lease; readonly record: TaskRecord }> {
  await store.insert(sampleTask(id));
  const taken = await store.acquire(id, { runner, leaseMs: 60_000 });
  if (taken) return taken;
  throw new Error(`Task ${id} cannot be acquired`);
}

/** Waits until something holds; no longer than a few seconds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("Waited too long");
    await pause(10);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
