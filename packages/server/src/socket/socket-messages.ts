/**
 * What goes over `/ws`, as JSON texts. The client's credential stands in `Authorization` or `X-API-Key`; a page, which
 * cannot set headers, offers the protocols `aiecs.v1` and `bearer.<key or token>`.
 *
 * A client that was cut off, or dropped because it did not read, subscribes again after the last sequence number it has.
 */
import { type ErrorCode, ValidationError, type WireEvent } from "@aiecs/core";

/** Comes back in the answer, so that the client knows what was answered. */
type Tagged = { readonly id?: string | number };

/** What a client asks for. `after` is the sequence number of the last event it has. */
export type SocketRequest = Tagged &
  (
    | { readonly action: "subscribe"; readonly task_id: string; readonly after: number }
    | { readonly action: "unsubscribe" | "cancel"; readonly task_id: string }
    | { readonly action: "ping" }
  );

/** What the server sends besides the events of subscribed tasks. */
export type SocketAnswer =
  | (Tagged & { readonly type: "subscribed"; readonly task_id: string; readonly after: number })
  | (Tagged & { readonly type: "unsubscribed"; readonly task_id: string })
  /** `status` is the task's: one that runs ends soon. */
  | (Tagged & { readonly type: "cancelled"; readonly task_id: string; readonly status: string })
  | (Tagged & { readonly type: "pong" })
  /** The task has ended and this was its last event: the subscription is over. */
  | { readonly type: "done"; readonly task_id: string; readonly last_event: number }
  /** `status` is what HTTP would have answered. With a `task_id` and no `id` its subscription is over. */
  | (Tagged & {
      readonly type: "error";
      readonly task_id?: string;
      readonly code: ErrorCode;
      readonly status: number;
      readonly detail: string;
    });

export type SocketMessage = SocketAnswer | WireEvent;

/** Why the server closes a socket, besides the codes of the protocol itself (1001: it stops; 1009: message too large). */
export const closeCodes = {
  credentialExpired: 4001,
  tooSlow: 4008,
  tooManyMessages: 4029,
} as const;

export const socketProtocol = "aiecs.v1";

const actions = ["subscribe", "unsubscribe", "cancel", "ping"] as const;
const keys: ReadonlySet<string> = new Set(["action", "id", "task_id", "after"]);
const maxIdLength = 128;

/** A request that could not be read, with the tag to answer it by where there was one. */
export class UnreadableRequest extends ValidationError {
  readonly tag: Tagged;

  constructor(problems: readonly string[], tag: Tagged = {}) {
    super(`Invalid message: ${problems.join("; ")}`);
    this.tag = tag;
  }
}

/** @throws UnreadableRequest naming everything that is wrong with it */
export function parseRequest(text: string): SocketRequest {
  const message = parseObject(text);
  const { action, id, task_id: taskId, after = 0 } = message;
  const problems: string[] = [];
  if (!isAction(action)) problems.push(`action: expected one of ${actions.join(", ")}`);
  if (!isTag(id)) problems.push(`id: expected a number or a text of at most ${maxIdLength} characters`);
  const named = isTaskId(taskId) ? taskId : undefined;
  if (action !== "ping" && named === undefined) problems.push("task_id: expected the id of a task");
  if (!isSequence(after)) problems.push("after: expected a whole number of at least 0");
  for (const key of Object.keys(message))
    if (!keys.has(key)) problems.push(`${JSON.stringify(key.slice(0, 32))}: unknown key`);
  const tag = isTag(id) && id !== undefined ? { id } : {};
  if (problems.length > 0 || !isAction(action)) throw new UnreadableRequest(problems.slice(0, 8), tag);
  if (action === "ping" || named === undefined) return { action: "ping", ...tag };
  if (action === "subscribe") return { action, task_id: named, after: isSequence(after) ? after : 0, ...tag };
  return { action, task_id: named, ...tag };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Only that it is none matters: the parser's own words would repeat what was sent.
    throw new UnreadableRequest(["expected JSON"]);
  }
  if (isObject(value)) return value;
  throw new UnreadableRequest(["expected an object"]);
}

function isAction(value: unknown): value is (typeof actions)[number] {
  return actions.some((action) => action === value);
}

function isTag(value: unknown): value is string | number | undefined {
  return value === undefined || typeof value === "number" || (typeof value === "string" && value.length <= maxIdLength);
}

function isTaskId(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= maxIdLength;
}

function isSequence(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
