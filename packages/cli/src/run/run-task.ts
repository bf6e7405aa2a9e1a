import { randomUUID } from "node:crypto";
import { type Lane, type ListOptions, NotFoundError, type Task, type Tasks } from "@aiecs/core";
import { operationsOf, type PlanSource } from "#input/read-plan.ts";
import { commandLine } from "#output/example-command.ts";
import { goOn } from "#tasks/go-on.ts";
import { type PerformTaskOptions, performTask } from "#tasks/perform-task.ts";
import { type TaskCommandValues, taskCommand } from "#tasks/task-commands.ts";
import { taskPerformance } from "#tasks/task-performance.ts";
import { withTasks } from "#tasks/with-tasks.ts";
import type { Mode } from "./modes.ts";
import { type PresentOptions, presentRun, type Stage } from "./present-run.ts";

export type RunTaskOptions = PresentOptions & {
  readonly source: PlanSource;
  readonly mode: Mode;
  /** Undefined where it is handed over, and nobody has named it: it gets an id of its own. */
  readonly taskId: string | undefined;
  /** The queue whose workers run it. @default none: it is run in this process */
  readonly lane: Lane | undefined;
  readonly listOptions: ListOptions;
  readonly waitsForApproval: boolean;
  readonly values: TaskCommandValues;
};

/**
 * Runs a plan as a durable task, or goes on with the task of that id where it was; returns the exit code. A task that
 * has ended is told, not run: unless it was cancelled, which is how an interrupted run ends.
 */
export async function runTask(options: RunTaskOptions): Promise<number> {
  const { source, mode, taskId = `run-${randomUUID()}`, lane, listOptions, values, waitsForApproval, quiet } = options;
  const { plan } = source;
  const { userId, input, concurrency, stopOnFailure, strict } = listOptions;
  // What came through a pipe cannot be read again; what has no name would be another task.
  const isRepeatable = options.taskId !== undefined && source.name !== "standard input";
  const again = isRepeatable ? commandLine() : taskCommand("resume", [taskId], values);
  return presentRun(options, (stage) =>
    withTasks({ values, logger: stage.logger, uses: operationsOf(plan) }, async ({ service }) => {
      const tasks = service.forUser(userId);
      const submission = { taskId, input, mode, queue: lane, concurrency, stopOnFailure, strict };
      const isHandedOver = lane !== undefined;
      using _ = isHandedOver && !quiet ? tellHandOver(taskId, lane, stage) : undefined;
      const isNew = !isHandedOver && (await findTask(tasks, taskId)) === undefined;
      // A new one is this process's from the beginning: no server takes it before.
      const runHere: PerformTaskOptions["runHere"] = (hooks) =>
        service.runTask(userId, plan, { ...submission, ...hooks });
      const runsAgain = ({ status }: Task): boolean => status === "cancelled";
      const going = { service, userId, isHandedOver, stage, waitsForApproval, runsAgain };
      const done = isNew
        ? await performTask({ id: taskId, last_event: 0 }, { tasks, runHere, stage, waitsForApproval })
        : await goOn(await tasks.submitTask(plan, submission), going);
      return taskPerformance(tasks, done, { plan, again, values });
    }),
  );
}

/** So long a task that was handed over may wait without a word. */
const reminderMs = 3_000;

/** Says who is to run the task; and, when nobody has begun it after a while, what may be missing. */
function tellHandOver(taskId: string, lane: Lane, { journal, view }: Pick<Stage, "journal" | "view">): Disposable {
  view.note(`Task ${taskId} is left to the workers of ${lane}_tasks.`);
  const timer = setTimeout(() => {
    if (journal.taskId !== "" || journal.steps.size > 0) return;
    view.note(`Nobody has begun it yet. Is there one? It is started by: aiecs worker --queue ${lane}_tasks`);
  }, reminderMs);
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}

async function findTask(tasks: Pick<Tasks, "getTask">, id: string): Promise<Task | undefined> {
  try {
    return await tasks.getTask(id);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
