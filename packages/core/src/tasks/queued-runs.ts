import type { QueueItem } from "#contracts/task-queue.ts";
import { LiveMap } from "#primitives/live-map.ts";
import { putInLine } from "./put-in-line.ts";
import type { TaskParts } from "./task-parts.ts";
import type { TaskRunner } from "./task-runner.ts";

type QueuedRunsParts = Pick<TaskParts, "queue" | "logger" | "config" | "clock">;

/** What could not be written may fail at once the next time, too. */
const pauseMs = 5_000;

/** Resolves when the places that are free by now have asked for their next tasks: those come while ends are written. */
function nextTaken(): Promise<void> {
  // Queues gather what is asked in one turn of the event loop, and ask in the next.
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/**
 * Runs what the queue gives. A task is done with for the queue when its steps are over, so that the next one need not wait
 * until it is written: about as many may be written besides as may run. A process that dies meanwhile leaves tasks that are
 * found as all that are stranded are.
 */
export class QueuedRuns {
  readonly #parts: QueuedRunsParts;
  readonly #runner: Pick<TaskRunner, "runQueued">;
  /** Those that are only written still. */
  readonly #closing = new LiveMap<Promise<void>>();
  #room: PromiseWithResolvers<void> | undefined;

  constructor(parts: QueuedRunsParts, runner: Pick<TaskRunner, "runQueued">) {
    this.#parts = parts;
    this.#runner = runner;
  }

  /** Resolves when the task's place is free. @throws E006 when it should come again, after a while */
  async handle(key: string): Promise<void> {
    await this.#closing.get(key);
    while (!this.#hasRoom) await (this.#room ??= Promise.withResolvers()).promise;
    await this.#run(key);
  }

  /** Resolves when nothing is written any more. */
  async written(): Promise<void> {
    await Promise.all(this.#closing.values());
  }

  get #hasRoom(): boolean {
    const { fast_concurrency: fast, heavy_concurrency: heavy } = this.#parts.config;
    return this.#closing.size < fast + heavy;
  }

  #run(key: string): Promise<void> {
    return new Promise((free, refuse) => {
      let closed: QueueItem | undefined;
      const closing = (task: QueueItem): Promise<void> => {
        closed = task;
        this.#closing.set(key, run);
        free();
        return nextTaken();
      };
      const run = this.#runner
        .runQueued(key, closing)
        .then(free, (error: unknown) => (closed ? this.#lineUpAgain(closed, error) : refuse(error)))
        .finally(() => {
          if (closed) this.#forget(key);
        });
    });
  }

  #forget(key: string): void {
    this.#closing.delete(key);
    if (!this.#hasRoom) return;
    this.#room?.resolve();
    this.#room = undefined;
  }

  async #lineUpAgain(task: QueueItem, error: unknown): Promise<void> {
    const { logger, clock } = this.#parts;
    logger.warn({ err: error, task: task.key }, "A task could not be written; it is taken up again after a while");
    try {
      await putInLine(this.#parts, { ...task, runAt: clock.now() + pauseMs });
    } catch (fault) {
      logger.error({ err: fault, task: task.key }, "A task could not be put in line; the scan for open tasks finds it");
    }
  }
}
