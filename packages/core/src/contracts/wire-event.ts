import { ErrorCode } from "./error-code.ts";
import { ValidationError } from "./errors.ts";
import type { EventOf, EventPayloads, EventType, TaskEvent } from "./events.ts";
import type { WireError } from "./wire-error.ts";

/** Keys that are written otherwise on the wire. */
const wireKeys = {
  taskId: "task_id",
  userId: "user_id",
  stepIndex: "step_index",
  durationMs: "duration_ms",
  waitMs: "wait_ms",
  expiresAt: "expires_at",
} as const;

type WireKeys = typeof wireKeys;
type WireKey<Key> = Key extends keyof WireKeys ? WireKeys[Key] : Key;
type WireValue<Key, Value> = Key extends Moment ? string : Key extends "userId" ? string | null : Value;
type Moment = "time" | "expiresAt";

/** An event as it goes over the wire: keys in snake_case, moments as ISO 8601, null for what is absent. */
export type WireEvent = {
  readonly [T in EventType]: {
    readonly [Key in keyof EventOf<T> as WireKey<Key>]: WireValue<Key, EventOf<T>[Key]>;
  };
}[EventType];

/** An event as it goes over the wire: keys in snake_case, moments as ISO texts. */
export function toWireEvent(event: TaskEvent): WireEvent {
  const wire: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(event)) {
    if (isMoment(key) && typeof value === "number") wire[wireKeyOf(key)] = new Date(value).toISOString();
    else wire[wireKeyOf(key)] = value ?? null;
  }
  // An event of nobody may lack the key altogether.
  wire.user_id ??= null;
  // The compiler cannot see that renaming keys makes of each event the wire form of that very event.
  return wire as WireEvent;
}

/**
 * The event on the other side. Keys that this version does not know are left out.
 *
 * @throws E001 naming everything that is no event
 */
export function fromWireEvent(wire: unknown): TaskEvent {
  if (!isRecord(wire)) throw new ValidationError(`Not an event: expected an object, received ${nameOf(wire)}`);
  const { type } = wire;
  if (!isEventType(type)) throw new ValidationError(`Not an event: unknown type ${JSON.stringify(type)}`);
  const problems: string[] = [];
  const event: Record<string, unknown> = { type };
  for (const [key, kind] of [...envelopeKinds, ...Object.entries(payloadKinds[type])]) {
    const name = wireKeyOf(key);
    const value = Object.hasOwn(wire, name) ? wire[name] : undefined;
    if (!kind.accepts(value)) problems.push(`${name}: expected ${kind.expected}, received ${nameOf(value)}`);
    else if (isMoment(key)) event[key] = Date.parse(String(value));
    else event[key] = key === "userId" ? (value ?? undefined) : value;
  }
  if (problems.length > 0) throw new ValidationError(`Not a ${type} event: ${problems.join("; ")}`);
  // Each key was looked at by the table of its event's type.
  return event as TaskEvent;
}

type Kind = { readonly expected: string; accepts(value: unknown): boolean };

const number: Kind = { expected: "a number", accepts: (value) => typeof value === "number" && Number.isFinite(value) };
const count: Kind = {
  expected: "a whole number of at least 0",
  accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};
const text: Kind = { expected: "a text", accepts: (value) => typeof value === "string" };
const moment: Kind = {
  expected: "a moment in ISO 8601",
  accepts: (value) => typeof value === "string" && isoPattern.test(value) && !Number.isNaN(Date.parse(value)),
};
const error: Kind = { expected: "an error { name, code, message, details }", accepts: isWireError };

const isoPattern = /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function orNull({ expected, accepts }: Kind): Kind {
  return { expected: `${expected}, or null`, accepts: (value) => value === null || accepts(value) };
}

const envelopeKinds: readonly (readonly [string, Kind])[] = [
  ["taskId", text],
  ["userId", orNull(text)],
  ["stepIndex", orNull(count)],
  ["operation", orNull(text)],
  ["time", moment],
  ["sequence", count],
];

const payloadKinds: { readonly [T in EventType]: { readonly [Key in keyof EventPayloads[T]]: Kind } } = {
  "task.started": { steps: count },
  "task.resumed": { steps: count, completed: count },
  "task.progressed": { ended: count, steps: count },
  "task.completed": { durationMs: number },
  "task.failed": { durationMs: number, error: orNull(error) },
  "task.cancelled": { durationMs: number },
  "step.started": {},
  "step.progressed": { fraction: number, message: orNull(text) },
  "step.retrying": { attempt: count, waitMs: number, error },
  "step.completed": { durationMs: number },
  "step.failed": { durationMs: number, error },
  "step.cancelled": { durationMs: number, error },
  "step.waiting": { expiresAt: moment },
  "operation.cached": {},
};

const errorCodes: ReadonlySet<unknown> = new Set(Object.values(ErrorCode));

function isWireError(value: unknown): value is WireError {
  return (
    isRecord(value) &&
    typeof value.name === "string" &&
    errorCodes.has(value.code) &&
    typeof value.message === "string" &&
    isRecord(value.details)
  );
}

function isEventType(type: unknown): type is EventType {
  return typeof type === "string" && Object.hasOwn(payloadKinds, type);
}

function isMoment(key: string): key is Moment {
  return key === "time" || key === "expiresAt";
}

function wireKeyOf(key: string): string {
  return isRenamed(key) ? wireKeys[key] : key;
}

function isRenamed(key: string): key is keyof WireKeys {
  return Object.hasOwn(wireKeys, key);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : typeof value;
}
