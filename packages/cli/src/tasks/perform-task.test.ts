import { HeldTaskError, type Task, type TaskEvent } from "@aiecs/core";
import { describe, expect, it } from "vitest";
import { type PerformTaskOptions, performTask } from "./perform-task.ts";

const pending: Task = {
  id: "t",
  user_id: null,
  name: null,
  status: "pending",
  mode: "plan",
  queue: "fast",
  priority: 0,
  created_at: "2026-01-01T00:00:00.000Z",
  not_before: null,
  started_at: null,
  ended_at: null,
  steps: 2,
  completed_steps: 0,
  waiting: [],
  resumed: 0,
  last_event: 0,
  output: null,
  error: null,
};
const completed: Task = { ...pending, status: "completed", ended_at: "2026-01-01T00:00:01.000Z", last_event: 3 };
const waiting: Task = {
  ...pending,
  waiting: [{ step: 1, id: "b", operation: "t.b", since: pending.created_at, expires_at: "9999-01-01T00:00:00.000Z" }],
};

function eventOf(sequence: number): TaskEvent {
  return { type: "step.started", taskId: "t", userId: undefined, stepIndex: 0, operation: "t.a", time: 0, sequence };
}

/** Another process runs the task: it is held for some looks, and its events come meanwhile. */
function scene(looks: readonly Task[], runs: readonly (Task | "held")[]) {
  const shown: number[] = [];
  const cancelled: string[] = [];
  const interrupt = new AbortController();
  const [lookAt, run] = [looks[Symbol.iterator](), runs[Symbol.iterator]()];
  const options: PerformTaskOptions = {
    waitsForApproval: false,
    stage: {
      show: ({ sequence }) => shown.push(sequence),
      interrupt: { signal: interrupt.signal, [Symbol.dispose]: () => {} },
    },
    async runHere({ onEvent }) {
      const { value } = run.next();
      if (value === "held" || value === undefined) throw new HeldTaskError("held");
      onEvent(eventOf(1));
      return value;
    },
    tasks: {
      getTask: async () => lookAt.next().value ?? completed,
      async cancelTask(id) {
        cancelled.push(id);
        return completed;
      },
      async *events(_id, { after = 0 } = {}) {
        for (const sequence of [1, 2, 3]) if (sequence > after) yield eventOf(sequence);
      },
    },
  };
  return { options, shown, cancelled, interrupt };
}

describe("performTask", () => {
  it("[TASK-4] shows how another process runs the task, each event once", async () => {
    const { options, shown } = scene([pending, completed], ["held", "held"]);
    expect(await performTask(pending, options)).toBe(completed);
    expect(shown).toEqual([1, 2, 3]);
  });

  it("takes the task once the other process is gone", async () => {
    const { options, shown } = scene([pending], ["held", completed]);
    expect(await performTask(pending, options)).toBe(completed);
    expect(shown).toEqual([1, 2, 3]);
  });

  it("cancels the task elsewhere when it is interrupted", async () => {
    const { options, cancelled, interrupt } = scene([completed], ["held"]);
    interrupt.abort();
    await performTask(pending, options);
    expect(cancelled).toEqual(["t"]);
  });

  it("[TASK-6] ends where steps wait, or goes on once they are decided upon", async () => {
    const { options } = scene([waiting, pending], [waiting, completed]);
    expect(await performTask(pending, options)).toBe(waiting);
    expect(await performTask(waiting, { ...options, waitsForApproval: true })).toBe(completed);
  });

  it("[TASK-7] says so when a run could not be written", async () => {
    const { options } = scene([], [{ ...pending, status: "running" }]);
    await expect(performTask(pending, options)).rejects.toMatchObject({
      code: "E006",
      message: expect.stringContaining("Task t was left off"),
    });
  });
});
