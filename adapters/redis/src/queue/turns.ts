import { randomUUID } from "node:crypto";
import type { Clock, Lane, Logger } from "@aiecs/core";
import { type JobsOptions, Queue } from "bullmq";
import type { RedisConnection } from "#connection/open-redis.ts";
import type { LaterTurn } from "./line.ts";

/** The queues of BullMQ. */
export const queueNames: Readonly<Record<Lane, string>> = { fast: "fast_tasks", heavy: "heavy_tasks" };

export type TurnsOptions = {
  readonly lane: Lane;
  readonly prefix: string;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** The turns of a lane, as jobs of BullMQ: whoever gets one takes from the line until that is empty. */
export type Turns = ReturnType<typeof createTurns>;

/** Nothing is kept of a turn that is over. */
const jobOptions: JobsOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 };

export function createTurns({ client, run }: RedisConnection, { lane, prefix, clock, logger }: TurnsOptions) {
  const queue = new Queue<number, void, "turn">(queueNames[lane], {
    connection: client,
    prefix,
    defaultJobOptions: jobOptions,
    streams: { events: { maxLen: 1_000 } },
  });
  queue.on("error", (error) => logger.debug({ err: error, lane }, "BullMQ tells of an error"));
  const source = randomUUID().slice(0, 8);
  let made = 0;
  const add = async (turns: readonly LaterTurn[]): Promise<void> => {
    if (turns.length === 0) return;
    const now = clock.now();
    const jobs = turns.map(([jobId, runAt]) => ({
      name: "turn" as const,
      data: runAt,
      opts: { jobId, ...(runAt > now && { delay: runAt - now }) },
    }));
    await run(() => queue.addBulk(jobs));
  };
  return {
    /** Turns that can be had at once. */
    add: (count: number): Promise<void> =>
      add(Array.from({ length: count }, () => [`${lane}/${source}-${(made += 1)}`, 0])),
    /** Turns of these names, unless there are such. */
    addNamed: add,
    remove: async (name: string): Promise<void> => void (await run(() => queue.remove(name))),
    /** How many nobody has begun. */
    countWaiting: (): Promise<number> => run(() => queue.getWaitingCount()),
    close: (): Promise<void> => queue.close(),
  };
}
