import { hash } from "node:crypto";
import { NotFoundError } from "#contracts/errors.ts";

const pattern = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** What a task id may be, for messages. */
export const taskIdRule = "letters, digits and . _ : -, at most 128, beginning with a letter or a digit";

export function isTaskId(id: unknown): id is string {
  return typeof id === "string" && pattern.test(id);
}

/** The key of a user's task: the tasks of two users never have the same, whatever their ids. */
export function taskKey(id: string, userId: string | undefined): string {
  return userId === undefined ? id : `${id}~${hash("sha256", userId).slice(0, 16)}`;
}

/** The key of a task that somebody asks for. @throws NotFoundError when no task can have that id */
export function existingKey(id: unknown, userId: string | undefined): string {
  if (isTaskId(id)) return taskKey(id, userId);
  throw noSuchTask(id);
}

/** The same whether nobody has such a task or somebody else does. */
export function noSuchTask(id: unknown): NotFoundError {
  const shown = typeof id === "string" ? JSON.stringify(id.slice(0, 200)) : typeof id;
  return new NotFoundError(`There is no task ${shown}`);
}
