import {
  type Clock,
  type ConsumeOptions,
  type IdleTimer,
  type Lane,
  type Logger,
  systemClock,
  type TaskQueue,
} from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";
import { createLine, type Line } from "./line.ts";
import { RedisConsumer } from "./queue-consumer.ts";
import { createTurns, type Turns } from "./turns.ts";

export type RedisQueueOptions = {
  /** Stays open when the queue is closed. */
  readonly connection: RedisConnection;
  readonly logger: Logger;
  /** @default the system's */
  readonly clock?: Clock;
  /** What keys in Redis begin with: a queue of another prefix is another queue. @default "aiecs" */
  readonly prefix?: string;
  /** A process that is not heard of for so long loses what it had taken; found out within half of that again. @default 10_000 */
  readonly leaseMs?: number;
};

const lanes: readonly Lane[] = ["fast", "heavy"];
/** For more in line than that no further turns are added: those that there are go on until the line is empty. */
const maxTurns = 500;
/** While a script runs, Redis does nothing else. */
const addedAtOnce = 500;
const auditMs = 5_000;

/**
 * The queues `fast_tasks` and `heavy_tasks` of BullMQ, for any number of processes. BullMQ hands out turns, finds workers
 * that have died and knows what comes later; whose turn it is, a line beside it says.
 */
export function openRedisQueue(options: RedisQueueOptions): TaskQueue {
  const { connection, logger, clock = systemClock, prefix = "aiecs", leaseMs = 10_000 } = options;
  const line = createLine(connection, { prefix, clock });
  const turns: Record<Lane, Turns> = {
    fast: createTurns(connection, { lane: "fast", prefix, clock, logger }),
    heavy: createTurns(connection, { lane: "heavy", prefix, clock, logger }),
  };
  const consumers = new Set<RedisConsumer>();
  const audits = { fast: createAudit("fast"), heavy: createAudit("heavy") };
  function createAudit(lane: Lane) {
    return createLaneAudit({ lane, line, turns: turns[lane], clock, logger });
  }
  return {
    async add(items) {
      for (let first = 0; first < items.length; first += addedAtOnce) {
        const { before, after, later } = await line.add(items.slice(first, first + addedAtOnce));
        for (const lane of lanes) {
          const missing = Math.min(after[lane], maxTurns) - Math.min(before[lane], maxTurns);
          await turns[lane].add(missing);
          await turns[lane].addNamed(later.filter(([name]) => name.startsWith(`${lane}/`)));
        }
      }
    },
    async remove(key) {
      const removed = await line.remove(key);
      if (typeof removed !== "string") return removed;
      await turns[removed.startsWith("fast/") ? "fast" : "heavy"].remove(removed);
      return true;
    },
    consume(consumeOptions: ConsumeOptions) {
      const { lane } = consumeOptions;
      const parts = { lane, line, turns: turns[lane], clock, logger, connection, prefix, leaseMs };
      const consumer = new RedisConsumer(parts, consumeOptions);
      consumers.add(consumer);
      audits[lane].start();
      return {
        async close() {
          if (consumers.delete(consumer)) audits[lane].stop();
          await consumer.close();
        },
      };
    },
    counts: line.counts,
    check: connection.check,
    async [Symbol.asyncDispose]() {
      for (const lane of lanes) audits[lane].stopAll();
      await Promise.all([...consumers].map((consumer) => consumer.close()));
      consumers.clear();
      await Promise.all(lanes.map((lane) => turns[lane].close()));
    },
  };
}

type AuditParts = {
  readonly lane: Lane;
  readonly line: Line;
  readonly turns: Turns;
  readonly clock: Clock;
  readonly logger: Logger;
};

/**
 * Looks, at once and then each few seconds, that there are turns for what is in line, and that those which hold an item are
 * known to BullMQ: whoever adds them may have died between the two. Turns too many do no harm.
 */
function createLaneAudit({ lane, line, turns, clock, logger }: AuditParts) {
  let users = 0;
  let timer: IdleTimer | undefined;
  let known: ReadonlySet<string> = new Set();
  const look = async (): Promise<void> => {
    try {
      const { waiting, turns: holding } = await line.audit(lane);
      const missing = Math.min(waiting, maxTurns) - (waiting > 0 ? await turns.countWaiting() : 0);
      await turns.add(Math.max(0, missing));
      await turns.addNamed(holding.filter((name) => known.has(name)).map((name) => [name, 0]));
      known = new Set(holding);
    } catch (error) {
      logger.debug({ err: error, lane }, "The queue could not be looked after");
    }
  };
  const run = (): void => {
    void look();
    timer = clock.scheduleIdle(run, auditMs);
  };
  const stopAll = (): void => {
    users = 0;
    timer?.cancel();
  };
  return {
    start(): void {
      if (users++ === 0) run();
    },
    stop(): void {
      users -= 1;
      if (users <= 0) stopAll();
    },
    stopAll,
  };
}
