import { hash } from "node:crypto";

/** What callers may name a task. */
export const taskIdPattern = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$";

/** A task id of a user's that no other user's is equal to: what two users call the same must share nothing. */
export function scopedTaskId(id: string, userId: string | undefined): string {
  return userId === undefined ? id : `${id}~${hash("sha256", userId).slice(0, 16)}`;
}

/** The task id that a key of a client stands for: sending it twice makes one task. */
export function taskIdOf(idempotencyKey: string): string {
  return `key-${hash("sha256", idempotencyKey).slice(0, 32)}`;
}
