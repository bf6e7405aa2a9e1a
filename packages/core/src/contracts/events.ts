import type { WireError } from "./wire-error.ts";

/** What every event carries. `sequence` counts from 1 without gaps within a task. */
export type EventEnvelope = {
  readonly taskId: string;
  readonly userId: string | undefined;
  /** Null for events of the task as a whole. */
  readonly stepIndex: number | null;
  /** `tool.operation`; null for events of the task as a whole. */
  readonly operation: string | null;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly sequence: number;
};

/** Of events that carry nothing besides. */
type NoPayload = object;

/** Every event, with what it carries besides the envelope. */
export type EventPayloads = {
  "task.started": { readonly steps: number };
  /** A task goes on that was interrupted, failed or waited; `completed` of its steps are kept. */
  "task.resumed": { readonly steps: number; readonly completed: number };
  "task.progressed": { readonly ended: number; readonly steps: number };
  "task.completed": { readonly durationMs: number };
  "task.failed": { readonly durationMs: number; readonly error: WireError | null };
  "task.cancelled": { readonly durationMs: number };
  "step.started": NoPayload;
  "step.progressed": { readonly fraction: number; readonly message: string | null };
  "step.retrying": { readonly attempt: number; readonly waitMs: number; readonly error: WireError };
  "step.completed": { readonly durationMs: number };
  "step.failed": { readonly durationMs: number; readonly error: WireError };
  "step.cancelled": { readonly durationMs: number; readonly error: WireError };
  /** Until somebody approves or rejects it, at most until `expiresAt` (milliseconds since 1970). */
  "step.waiting": { readonly expiresAt: number };
  "operation.cached": NoPayload;
};

export type EventType = keyof EventPayloads;

export type EventOf<T extends EventType> = { readonly type: T } & EventEnvelope & EventPayloads[T];

export type TaskEvent = { readonly [T in EventType]: EventOf<T> }[EventType];

export type EventListener<T extends EventType | "*" = "*"> = (
  event: T extends EventType ? EventOf<T> : TaskEvent,
) => void;
