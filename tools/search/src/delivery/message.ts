import { createHash } from "node:crypto";
import type { Alert } from "#schemas/alert.ts";

/** What is sent: one message for all alerts of a call. */
export type Message = {
  /** The same at every attempt, and when the step runs again after a crash. */
  readonly id: string;
  readonly idempotencyKey: string;
  readonly taskId: string;
  /** When it was made, milliseconds since 1970. */
  readonly timeMs: number;
  /** At least one, the gravest first. */
  readonly alerts: readonly [Alert, ...Alert[]];
};

/** What a channel says of a message that it took. */
export type Delivered = {
  readonly response: string | null;
  /** Recipients that were refused while others were not. */
  readonly refused?: readonly string[];
  readonly notes?: readonly string[];
};

/** Tries once. The signal ends the attempt. @throws what says `retryable: false` where trying again is no use */
export type Send = (message: Message, signal: AbortSignal) => Promise<Delivered>;

/** The id of a message: it rests on the step and on what is told. */
export function messageId(idempotencyKey: string, alerts: readonly Alert[]): string {
  const parts = JSON.stringify([idempotencyKey, alerts.map(({ id, severity }) => [id, severity])]);
  return `msg_${createHash("sha256").update(parts).digest("hex").slice(0, 24)}`;
}

/** The message as JSON, in the envelope of Standard Webhooks. */
export function messagePayload({ id, taskId, timeMs, alerts }: Message): object {
  return { type: "alerts", timestamp: new Date(timeMs).toISOString(), data: { id, task_id: taskId, alerts } };
}

/** An error that trying again would not help. */
export function finalError(message: string): Error {
  return Object.assign(new Error(message), { retryable: false });
}
