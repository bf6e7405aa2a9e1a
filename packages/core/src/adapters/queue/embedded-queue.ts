import type { Database } from "#adapters/sqlite/database.ts";
import type { IdleTimer } from "#contracts/clock.ts";
import type { TaskQueue } from "#contracts/task-queue.ts";
import { createRunnerId, isDeadHere } from "#primitives/runner-id.ts";
import { EmbeddedConsumer } from "./queue-consumer.ts";
import { createQueueItems } from "./queue-items.ts";

export type EmbeddedQueueOptions = {
  /** A process that is not heard of for so long loses the items it had taken. @default 15_000 */
  readonly leaseMs?: number;
};

const lookForDeadMs = 1_000;

/** A queue in a SQLite file, which several processes of one machine may use. Disposing of it leaves the file open. */
export function createEmbeddedQueue(database: Database, options: EmbeddedQueueOptions = {}): TaskQueue {
  const { leaseMs = 15_000 } = options;
  const holder = createRunnerId();
  const items = createQueueItems(database, { holder, leaseMs });
  const consumers = new Set<EmbeddedConsumer>();
  const wakeAll = () => {
    for (const consumer of consumers) consumer.wake();
  };
  const fallen = createSearchForDead(database, items, holder);
  let stopWatching = (): void => {};
  return {
    async add(added) {
      await database.write(() => added.forEach(items.add), { quiet: true });
      wakeAll();
    },
    remove: (key) => database.write(() => items.remove(key), { quiet: true }),
    consume(consumeOptions) {
      const consumer = new EmbeddedConsumer({ database, items, leaseMs }, consumeOptions);
      if (consumers.size === 0) {
        stopWatching = database.watch(wakeAll);
        fallen.start(wakeAll);
      }
      consumers.add(consumer);
      consumer.wake();
      return {
        async close() {
          if (consumers.delete(consumer) && consumers.size === 0) {
            stopWatching();
            fallen.stop();
          }
          await consumer.close();
        },
      };
    },
    counts: () => database.read(items.counts),
    check: () => database.read(() => void items.outlook("fast")),
    async [Symbol.asyncDispose]() {
      stopWatching();
      fallen.stop();
      const all = [...consumers];
      consumers.clear();
      await Promise.all(all.map((consumer) => consumer.close()));
    },
  };
}

/** Gives back, at once and then each second, what processes have taken that were on this machine and are no more. */
function createSearchForDead(database: Database, items: ReturnType<typeof createQueueItems>, holder: string) {
  let timer: IdleTimer | undefined;
  const search = async (found: () => void): Promise<void> => {
    try {
      const dead = (await database.read(items.holders)).filter((other) => other !== holder && isDeadHere(other));
      if (dead.length === 0) return;
      await database.write(() => dead.forEach(items.release), { quiet: true });
      found();
    } catch (error) {
      database.logger.warn({ err: error }, "Could not look for tasks of processes that are gone");
    }
  };
  const start = (found: () => void): void => {
    void search(found);
    timer = database.clock.scheduleIdle(() => start(found), lookForDeadMs);
  };
  return {
    start,
    stop: () => timer?.cancel(),
  };
}
