import type { TaskEvent } from "#contracts/events.ts";
import type { EventOptions } from "#contracts/tasks.ts";
import type { EventChannel } from "./event-channel.ts";
import { keepAlive } from "./keep-alive.ts";
import { noSuchTask } from "./task-key.ts";
import type { TaskParts } from "./task-parts.ts";
import { hasEnded, isEndEvent } from "./task-status.ts";

/**
 * A task's events after a sequence number, each once and in order, until the task has ended or the signal aborts. What
 * was written before is read page by page, and so is what comes while the reader is slow.
 */
export async function* followEvents(
  { feed, clock }: Pick<TaskParts, "feed" | "clock">,
  task: { readonly key: string; readonly id: string },
  { after = 0, signal }: EventOptions = {},
): AsyncGenerator<TaskEvent, void, undefined> {
  const channel = feed.open(task.key);
  const release = keepAlive(clock);
  try {
    if (await isOver(channel, after, task.id)) return;
    let sawEnd = false;
    for (let last = after; !signal?.aborted; ) {
      const { version } = channel;
      const events = await channel.after(last);
      for (const event of events) {
        if (signal?.aborted) return;
        yield event;
        last = event.sequence;
      }
      const latest = events.at(-1);
      if (latest) sawEnd = isEndEvent(latest);
      // A task that has ended may be resumed: then it goes on.
      if (sawEnd && (await isOver(channel, last, task.id))) return;
      if (!latest) await channel.next(version, signal);
    }
  } finally {
    release();
    feed.close(channel);
  }
}

/** Whether nothing comes after that event any more. @throws NotFoundError when there is no such task (any more) */
async function isOver(channel: EventChannel, after: number, id: string): Promise<boolean> {
  const record = await channel.find();
  if (!record) throw noSuchTask(id);
  return hasEnded(record.status) && record.lastSequence <= after;
}
