import type { TaskEvent, WireError } from "@aiecs/core";

/** How one step stands, as far as its events tell. */
export type StepRecord = {
  readonly index: number;
  readonly operation: string;
  /** `waiting`: for an approval. */
  readonly state: "running" | "waiting" | "completed" | "failed" | "cancelled";
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly cached: boolean;
  /** Whether it ended in an earlier run of the task. */
  readonly kept: boolean;
  /** How often it was tried, the first try counted; 0 when it was not run at all. */
  readonly attempts: number;
  /** 0 to 1; undefined when the operation does not tell. */
  readonly fraction: number | undefined;
  readonly message: string | undefined;
  readonly error: WireError | undefined;
};

/** Everything that a run's events told so far. */
export interface StepJournal {
  /** The task that the run is; empty before its first event. */
  readonly taskId: string;
  /** How many steps the run has. */
  readonly total: number;
  readonly steps: ReadonlyMap<number, StepRecord>;
  /** Takes an event in; returns the step as it stands now, when the event is about one. */
  add(event: TaskEvent): StepRecord | undefined;
  /** What was told so far is an earlier run: gives what is kept of it, and forgets the rest. */
  keep(isKept: (record: StepRecord) => boolean): readonly StepRecord[];
}

/** Keeps a journal of one run. */
export function createStepJournal(): StepJournal {
  const steps = new Map<number, StepRecord>();
  const journal = {
    taskId: "",
    total: 0,
    steps,
    add(event: TaskEvent): StepRecord | undefined {
      if (event.type === "task.started" || event.type === "task.resumed") {
        journal.taskId = event.taskId;
        journal.total = event.steps;
      }
      if (event.stepIndex === null) return undefined;
      const record = { ...(steps.get(event.stepIndex) ?? blank(event.stepIndex, event)), ...changeOf(event) };
      steps.set(event.stepIndex, record);
      return record;
    },
    keep(isKept: (record: StepRecord) => boolean): readonly StepRecord[] {
      for (const [index, record] of steps) {
        if (isKept(record)) steps.set(index, { ...record, kept: true });
        else steps.delete(index);
      }
      return [...steps.values()].toSorted((a, b) => a.index - b.index);
    },
  };
  return journal;
}

function blank(index: number, { operation, time }: TaskEvent): StepRecord {
  return {
    index,
    operation: operation ?? "unknown",
    state: "running",
    startedAt: time,
    durationMs: 0,
    cached: false,
    kept: false,
    attempts: 0,
    fraction: undefined,
    message: undefined,
    error: undefined,
  };
}

function changeOf(event: TaskEvent): Partial<StepRecord> {
  switch (event.type) {
    case "step.started":
      return { state: "running", attempts: 1, startedAt: event.time, kept: false, error: undefined };
    case "step.progressed":
      return { fraction: event.fraction, message: event.message ?? undefined };
    case "step.retrying":
      return { attempts: event.attempt + 1, message: `attempt ${event.attempt} failed: ${event.error.message}` };
    case "step.completed":
      return { state: "completed", durationMs: event.durationMs };
    case "step.failed":
      return { state: "failed", durationMs: event.durationMs, error: event.error };
    case "step.cancelled":
      return { state: "cancelled", durationMs: event.durationMs, error: event.error };
    case "step.waiting":
      return { state: "waiting" };
    case "operation.cached":
      return { cached: true };
    default:
      return {};
  }
}
