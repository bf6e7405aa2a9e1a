import { randomBytes } from "node:crypto";

/** An id that nobody else has, and short: a model reads and copies it. */
export function newTaskId(kind: "call" | "run"): string {
  return `${kind}-${randomBytes(9).toString("base64url")}`;
}
