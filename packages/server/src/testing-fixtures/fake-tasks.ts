import { NotFoundError, type Task, type TaskEvent, type Tasks } from "@aiecs/core";

type KeptTask = { task: Task; readonly events: TaskEvent[]; readonly listeners: Set<() => void> };

/** Tasks of several users in memory, whose events the test makes. */
export type FakeTasks = {
  readonly forUser: (userId: string | undefined) => Tasks;
  readonly add: (userId: string | undefined, id: string) => void;
  /** Adds events of a step that goes on. */
  readonly progress: (userId: string | undefined, id: string, count: number, message?: string) => void;
  readonly end: (userId: string | undefined, id: string) => void;
  /** What was asked for, and by whom. */
  readonly journal: string[];
  /** How many follow events at the moment. */
  readonly following: () => number;
};

export function createFakeTasks(): FakeTasks {
  const kept = new Map<string, KeptTask>();
  const journal: string[] = [];
  let following = 0;
  const keyOf = (userId: string | undefined, id: string) => JSON.stringify([userId ?? null, id]);
  const find = (userId: string | undefined, id: string): KeptTask => {
    const found = kept.get(keyOf(userId, id));
    if (!found) throw new NotFoundError(`There is no task '${id}'`);
    return found;
  };
  async function* follow(userId: string | undefined, id: string, after = 0, signal?: AbortSignal) {
    const entry = find(userId, id);
    following += 1;
    try {
      for (let next = after; !signal?.aborted; ) {
        const event = entry.events[next];
        if (event) {
          next += 1;
          yield event;
        } else if (entry.task.ended_at !== null) return;
        else await changeOf(entry, signal);
      }
    } finally {
      following -= 1;
    }
  }

  return {
    journal,
    following: () => following,
    add(userId, id) {
      const task = createTask(userId, id);
      const entry = { task, events: [], listeners: new Set<() => void>() };
      kept.set(keyOf(userId, id), entry);
      tell(entry, { type: "task.started", steps: 1 });
    },
    progress(userId, id, count, message) {
      const entry = find(userId, id);
      for (let index = 0; index < count; index += 1) tell(entry, { ...progressed, message: message ?? null });
    },
    end: (userId, id) => tell(find(userId, id), { type: "task.completed", durationMs: 1 }, true),
    forUser: (userId) => {
      const note = (method: string, id: string) => journal.push(`${userId} ${method} ${id}`);
      return {
        ...notPartOfTheTest,
        async getTask(id) {
          return find(userId, id).task;
        },
        async cancelTask(id) {
          note("cancelTask", id);
          return find(userId, id).task;
        },
        events: (id, { after, signal } = {}) => follow(userId, id, after, signal),
      };
    },
  };
}

const progressed = { type: "step.progressed", stepIndex: 0, operation: "t.o", fraction: 0.5 };

/** Adds an event, and wakes who follows. */
function tell(entry: KeptTask, event: object, ended = false): void {
  const sequence = entry.events.length + 1;
  const { id, user_id } = entry.task;
  const head = { taskId: id, userId: user_id ?? undefined, stepIndex: null, operation: null, time: 1000, sequence };
  entry.events.push({ ...head, ...event } as TaskEvent);
  const end = ended ? { status: "completed" as const, ended_at: "1970-01-01T00:00:01.000Z" } : {};
  entry.task = { ...entry.task, ...end, last_event: sequence };
  for (const listener of entry.listeners) listener();
}

function changeOf(entry: KeptTask, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  entry.listeners.add(resolve);
  signal?.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => entry.listeners.delete(resolve));
}

async function refuse(): Promise<never> {
  throw new Error("not part of this test");
}

const notPartOfTheTest = {
  submitTask: refuse,
  listTasks: refuse,
  getTaskHistory: refuse,
  waitForTask: refuse,
  resumeTask: refuse,
  deleteTask: refuse,
  approveStep: refuse,
  rejectStep: refuse,
  readResult: refuse,
  saveSchedule: refuse,
  listSchedules: refuse,
  deleteSchedule: refuse,
};

function createTask(userId: string | undefined, id: string): Task {
  return {
    id,
    user_id: userId ?? null,
    name: null,
    status: "running",
    mode: "plan",
    queue: "fast",
    priority: 0,
    created_at: "1970-01-01T00:00:00.000Z",
    not_before: null,
    started_at: "1970-01-01T00:00:00.000Z",
    ended_at: null,
    steps: 1,
    completed_steps: 0,
    waiting: [],
    resumed: 0,
    last_event: 0,
    output: null,
    error: null,
  };
}
