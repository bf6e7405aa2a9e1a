import { type Task, type Tasks, toWireEvent, type WireEvent } from "@aiecs/core";

export type FollowOptions = {
  /** Sequence number of the last event that is known already. */
  readonly after: number;
  readonly signal: AbortSignal;
  /** Awaited before the next event is asked for: who reads slowly is read to slowly. */
  deliver(event: WireEvent): Promise<void>;
};

/**
 * Delivers a task's events until it has ended. Resolves to the task when it has and all was delivered, else, when the
 * signal or the end of the service cut it short, to undefined.
 */
export async function followTask(tasks: Tasks, id: string, options: FollowOptions): Promise<Task | undefined> {
  const { signal, deliver } = options;
  let last = options.after;
  try {
    for await (const event of tasks.events(id, { after: last, signal })) {
      if (signal.aborted) return undefined;
      await deliver(toWireEvent(event));
      last = event.sequence;
    }
  } catch (error) {
    // Whatever a cut leads to is no failure.
    if (signal.aborted) return undefined;
    throw error;
  }
  if (signal.aborted) return undefined;
  const task = await tasks.getTask(id);
  return hasEnded(task) && last >= task.last_event ? task : undefined;
}

export function hasEnded({ ended_at }: Task): boolean {
  return ended_at !== null;
}
