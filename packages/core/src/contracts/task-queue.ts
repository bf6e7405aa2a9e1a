import type { Lane } from "./task.ts";

/** A task that waits for its turn. */
export type QueueItem = {
  /** The task's key: a task stands in the queue once. */
  readonly key: string;
  readonly userId: string | undefined;
  readonly lane: Lane;
  /** Higher goes first. */
  readonly priority: number;
  /** Not before that moment: milliseconds since 1970. */
  readonly runAt: number;
};

/** How many tasks of a lane could run, are held back until later, and run. */
export type LaneCounts = { readonly waiting: number; readonly delayed: number; readonly active: number };

export type ConsumeOptions = {
  readonly lane: Lane;
  /** How many are handled at once. */
  readonly concurrency: number;
  /** The item is done when this resolves; when it rejects, it comes again after a while. */
  handle(key: string): Promise<void>;
};

/** Takes items as long as it is not closed. */
export interface QueueConsumer {
  /** Takes no further item; resolves when those under way are done. */
  close(): Promise<void>;
}

/**
 * Says whose turn it is. Within a priority the users take turns, and each user's items go first in, first out. Every item
 * is handled at least once: what a process that died had taken comes again.
 */
export interface TaskQueue extends AsyncDisposable {
  /** Items that wait already stay as they are. One that is being handled comes again once that is done. */
  add(items: readonly QueueItem[]): Promise<void>;
  /** Takes an item out that nobody has taken; whether there was one. */
  remove(key: string): Promise<boolean>;
  consume(options: ConsumeOptions): QueueConsumer;
  counts(): Promise<Readonly<Record<Lane, LaneCounts>>>;
  /** @throws E006 when the queue's service does not answer */
  check(): Promise<void>;
}
