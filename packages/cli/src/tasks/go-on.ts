import type { Task, TaskEvent, TaskService, Tasks } from "@aiecs/core";
import type { Stage } from "#run/present-run.ts";
import { performTask } from "./perform-task.ts";

export type GoOnOptions = {
  readonly service: Pick<TaskService, "forUser" | "runHere">;
  readonly userId: string | undefined;
  /** Whether running it is left to others. @default false */
  readonly isHandedOver?: boolean;
  readonly stage: Stage;
  readonly waitsForApproval: boolean;
  /** Whether a task that has ended is run again where it did not complete. */
  readonly runsAgain: (task: Task) => boolean;
};

/** Goes on with a task where it is, after showing what is kept of it; one that has ended is only told. Gives it as it stands then. */
export async function goOn(found: Task, options: GoOnOptions): Promise<Task> {
  const { service, userId, isHandedOver = false, stage, waitsForApproval, runsAgain } = options;
  const { id } = found;
  const tasks = service.forUser(userId);
  const isAgain = found.ended_at !== null && runsAgain(found);
  await tellEarlier(tasks, found, stage, isAgain);
  const task = isAgain ? await tasks.resumeTask(id) : found;
  if (task.ended_at === null) {
    return performTask(task, {
      tasks,
      runHere: isHandedOver ? undefined : (hooks) => service.runHere(userId, id, hooks),
      stage,
      waitsForApproval,
    });
  }
  stage.view.note(`${id} has ended before: nothing is run, this is what is kept of it.`);
  return task;
}

const ends: readonly TaskEvent["type"][] = ["task.completed", "task.failed", "task.cancelled"];

/** Shows the steps that are kept: all that ended, or those that completed where the others are run again. */
async function tellEarlier(
  tasks: Pick<Tasks, "events">,
  task: Task,
  { journal, view }: Pick<Stage, "journal" | "view">,
  isAgain: boolean,
): Promise<void> {
  if (task.last_event === 0) return;
  for await (const event of tasks.events(task.id)) {
    journal.add(event);
    const isLast = event.sequence >= task.last_event;
    // An end that was not the last word: the task was resumed, which forgets all but what completed.
    const isUndone = ends.includes(event.type) && !(isLast && task.ended_at !== null);
    if (isUndone) journal.keep(({ state }) => state === "completed");
    if (isLast) break;
  }
  const kept = isAgain ? ["completed"] : ["completed", "failed", "cancelled"];
  for (const record of journal.keep(({ state }) => kept.includes(state))) view.show(record);
}
