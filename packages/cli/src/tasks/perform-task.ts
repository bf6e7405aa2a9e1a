import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError, HeldTaskError, type Task, type TaskEvent, type Tasks } from "@aiecs/core";
import type { Stage } from "#run/present-run.ts";

export type PerformTaskOptions = {
  readonly tasks: Pick<Tasks, "getTask" | "cancelTask" | "events">;
  /** Runs the task in this process; undefined where that is left to others. @throws HeldTaskError when another one does */
  readonly runHere: ((options: RunHereOptions) => Promise<Task>) | undefined;
  readonly stage: Pick<Stage, "show" | "interrupt">;
  /** Whether to wait until approvals are there, instead of ending. */
  readonly waitsForApproval: boolean;
};

/** What is known of a task that is to be run: of a new one its id alone. */
type KnownTask = Pick<Task, "id" | "last_event">;

type RunHereOptions = { readonly signal: AbortSignal; readonly onEvent: (event: TaskEvent) => void };

/** How often is looked whether another process still runs the task, or an approval is there. */
const lookMs = 300;

/** Whether the time is over in which a step can be approved: running the task ends it then. */
function isLate({ waiting }: Task): boolean {
  return waiting.some(({ expires_at: expiresAt }) => Date.parse(expiresAt) <= Date.now());
}

/** Whether a task can only go on once somebody has approved a step of it, or rejected it. */
export function isWaiting(task: Task): boolean {
  return task.status === "pending" && task.waiting.length > 0;
}

/**
 * Runs a task here, or shows how another process runs it, until it has ended or nothing is left but steps that wait for
 * an approval; gives it as it stands then. An interrupt cancels it, unless it only waits.
 *
 * @throws E006 when its run could not be written any more
 */
export async function performTask(task: KnownTask, options: PerformTaskOptions): Promise<Task> {
  const { signal } = options.stage.interrupt;
  for (let known = task; ; ) {
    const left = await runOrFollow(known, options);
    if (left.ended_at !== null) return left;
    if (!isWaiting(left)) throw leftOff(left);
    if (!options.waitsForApproval || signal.aborted) return left;
    const decided = await untilDecided(left, options);
    if (signal.aborted) return decided;
    known = decided;
  }
}

function leftOff({ id }: Task): DatabaseError {
  return new DatabaseError(
    `Task ${id} was left off: what it did could not be written. The same command goes on with it`,
  );
}

async function runOrFollow(task: KnownTask, { tasks, runHere, stage }: PerformTaskOptions): Promise<Task> {
  const { signal } = stage.interrupt;
  const { id } = task;
  let shown = task.last_event;
  const show = (event: TaskEvent): void => {
    if (event.sequence <= shown) return;
    shown = event.sequence;
    stage.show(event);
  };
  for (;;) {
    const ran = runHere && (await runUnlessHeld(() => runHere({ signal, onEvent: show })));
    if (ran) return ran;
    if (signal.aborted) await tasks.cancelTask(id);
    await follow(tasks.events(id, { after: shown, signal: AbortSignal.timeout(lookMs) }), show);
    const current = await tasks.getTask(id);
    if (current.ended_at !== null) await follow(tasks.events(id, { after: shown }), show);
    if (current.ended_at !== null || isWaiting(current)) return current;
  }
}

/** Undefined when another process runs it. */
async function runUnlessHeld(run: () => Promise<Task>): Promise<Task | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof HeldTaskError) return undefined;
    throw error;
  }
}

async function follow(events: AsyncIterable<TaskEvent>, show: (event: TaskEvent) => void): Promise<void> {
  for await (const event of events) show(event);
}

async function untilDecided(task: Task, { tasks, stage }: PerformTaskOptions): Promise<Task> {
  const { signal } = stage.interrupt;
  let current = task;
  while (isWaiting(current) && !isLate(current) && !signal.aborted) {
    await delay(lookMs, undefined, { signal }).catch(() => {}); // Interrupted: the loop ends.
    current = await tasks.getTask(task.id);
  }
  return current;
}
