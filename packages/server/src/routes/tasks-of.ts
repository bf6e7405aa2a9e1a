import type { Tasks } from "@aiecs/core";
import type { User } from "#auth/user.ts";
import type { ServedTasks } from "#server-parts.ts";

/** The tasks of a user, with what the user may do: there is no other way to them. */
export function tasksOf(tasks: ServedTasks, user: User): Tasks {
  return tasks.forUser(user.id, { allow: user.tools, maxOpenTasks: user.quotas.max_open_tasks });
}
