import type { Database } from "#adapters/sqlite/database.ts";
import { numberOf, numberOrNull, type Row, textOf, textOrNull } from "#adapters/sqlite/row.ts";
import type { Lane } from "#contracts/task.ts";
import type { LaneCounts, QueueItem } from "#contracts/task-queue.ts";

/** An item that was taken. `takes` tells this time from those before and after. */
export type TakenItem = { readonly no: number; readonly key: string; readonly takes: number };

export type QueueItemsOptions = {
  /** Who takes items here: another text than in any other process. */
  readonly holder: string;
  /** What is not heard of for so long is taken again. */
  readonly leaseMs: number;
};

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** So many items come into line in one transaction. */
const promotedAtOnce = 200;

/**
 * The line in which items wait, in one table. Users take turns by start-time fair queueing: an item's rank is one above
 * that of its user's last one in line, at least that of the item whose turn it is. All within transactions of the caller.
 */
export function createQueueItems(database: Database, options: QueueItemsOptions) {
  const ranks = createRanks(database);
  return {
    ...createAdding(database, ranks),
    ...createTaking(database, ranks, options),
    ...createHandling(database, options),
    ...createQueueReading(database),
  };
}

export type QueueItems = ReturnType<typeof createQueueItems>;

type Ranks = ReturnType<typeof createRanks>;

function createAdding(database: Database, { rankFor }: Ranks) {
  const add = database.prepare(`
    INSERT INTO queue (key, user_id, lane, priority, rank, due_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    ON CONFLICT (key) DO UPDATE SET again_at = ?7 WHERE holder NOT NULL`);
  const remove = database.prepare("DELETE FROM queue WHERE key = ? AND holder IS NULL");
  return {
    add({ key, userId, lane, priority, runAt }: QueueItem): void {
      const user = userId ?? null;
      const isDue = runAt <= database.clock.now();
      add.run(key, user, lane, priority, isDue ? rankFor(lane, priority, user) : null, isDue ? null : runAt, runAt);
    },
    remove: (key: string): boolean => remove.run(key).changes === 1,
  };
}

function createTaking(database: Database, { rankFor, frontRank }: Ranks, { holder, leaseMs }: QueueItemsOptions) {
  const due = database.prepare(`
    SELECT no, user_id, lane, priority, holder, failures FROM queue WHERE due_at <= ? ORDER BY due_at, no LIMIT ?`);
  const promote = database.prepare("UPDATE queue SET due_at = NULL, holder = NULL, rank = ? WHERE no = ?");
  const take = database.prepare(`
    UPDATE queue SET due_at = ?2, holder = ?3, takes = takes + 1, again_at = NULL
    WHERE no = (SELECT no FROM queue WHERE lane = ?1 AND due_at IS NULL ORDER BY priority DESC, rank, no LIMIT 1)
    RETURNING no, key, takes`);

  /** Brings into line what is due. What was taken before goes to the front: it had its turn. */
  const promoteDue = (now: number): void => {
    for (const row of due.all(now, promotedAtOnce)) {
      const lane = textOf(row, "lane");
      const priority = numberOf(row, "priority");
      const hadItsTurn = row["holder"] !== null || numberOf(row, "failures") > 0;
      const rank = hadItsTurn ? frontRank(lane, priority) : rankFor(lane, priority, textOrNull(row, "user_id"));
      promote.run(rank, numberOf(row, "no"));
    }
  };

  return {
    take(lane: Lane, count: number): TakenItem[] {
      const now = database.clock.now();
      promoteDue(now);
      const taken: TakenItem[] = [];
      while (taken.length < count) {
        const row = take.get(lane, now + leaseMs, holder);
        if (!row) break;
        taken.push({ no: numberOf(row, "no"), key: textOf(row, "key"), takes: numberOf(row, "takes") });
      }
      return taken;
    },
  };
}

/** What a process says of items it has taken; of those that were taken from it, it has nothing to say. */
function createHandling(database: Database, { holder, leaseMs }: QueueItemsOptions) {
  const { clock } = database;
  const keep = database.prepare("UPDATE queue SET due_at = ? WHERE no = ? AND takes = ? AND holder = ?");
  const done = database.prepare("DELETE FROM queue WHERE no = ? AND takes = ? AND holder = ? AND again_at IS NULL");
  const again = database.prepare(`
    UPDATE queue SET due_at = again_at, holder = NULL, again_at = NULL, failures = 0
    WHERE no = ? AND takes = ? AND holder = ?`);
  const failed = database.prepare(`
    UPDATE queue SET due_at = ?1 + min(${longestPauseMs}, ${firstPauseMs} << min(failures, 10)), holder = NULL,
      again_at = NULL, failures = failures + 1
    WHERE no = ?2 AND takes = ?3 AND holder = ?4`);
  return {
    keep(items: Iterable<TakenItem>): void {
      for (const { no, takes } of items) keep.run(clock.now() + leaseMs, no, takes, holder);
    },
    done({ no, takes }: TakenItem): void {
      if (done.run(no, takes, holder).changes === 0) again.run(no, takes, holder);
    },
    failed({ no, takes }: TakenItem): void {
      failed.run(clock.now(), no, takes, holder);
    },
  };
}

function createRanks(database: Database) {
  const front = database.prepare(`
    SELECT rank FROM queue WHERE lane = ? AND priority = ? AND due_at IS NULL ORDER BY rank LIMIT 1`);
  const ofUser = database.prepare(`
    SELECT rank FROM queue WHERE lane = ? AND priority = ? AND user_id IS ? AND due_at IS NULL
    ORDER BY rank DESC LIMIT 1`);
  const rank = (row: Row | undefined): number => (row && numberOrNull(row, "rank")) ?? 0;
  const frontRank = (lane: string, priority: number): number => rank(front.get(lane, priority));
  return {
    frontRank,
    rankFor: (lane: string, priority: number, userId: string | null): number =>
      Math.max(frontRank(lane, priority), rank(ofUser.get(lane, priority, userId)) + 1),
  };
}

function createQueueReading(database: Database) {
  const ready = database.prepare(`
    SELECT EXISTS (SELECT 1 FROM queue WHERE lane = ? AND due_at IS NULL) AS ready,
      (SELECT min(due_at) FROM queue WHERE due_at NOT NULL) AS next`);
  const holders = database.prepare("SELECT DISTINCT holder FROM queue WHERE holder NOT NULL");
  const release = database.prepare("UPDATE queue SET due_at = 0 WHERE holder = ?");
  const counts = database.prepare(`
    SELECT lane, 'waiting' AS state, count(*) AS count FROM queue WHERE due_at IS NULL GROUP BY lane
    UNION ALL SELECT lane, iif(holder IS NULL, 'delayed', 'active'), count(*) FROM queue WHERE due_at NOT NULL GROUP BY 1, 2`);
  return {
    /** Whether something can be taken, and else when that may be. */
    outlook(lane: Lane): { readonly isReady: boolean; readonly nextAt: number | null } {
      const row = ready.get(lane) ?? {};
      const nextAt = numberOrNull(row, "next");
      const isReady = numberOf(row, "ready") === 1 || (nextAt !== null && nextAt <= database.clock.now());
      return { isReady, nextAt };
    },
    holders: (): string[] => holders.all().map((row) => textOf(row, "holder")),
    /** What that one has taken can be taken again. */
    release: (holder: string): void => void release.run(holder),
    counts(): Record<Lane, LaneCounts> {
      const none = { waiting: 0, delayed: 0, active: 0 };
      const found: Record<Lane, LaneCounts> = { fast: none, heavy: none };
      for (const row of counts.all()) {
        const lane = textOf(row, "lane") === "heavy" ? "heavy" : "fast";
        found[lane] = { ...found[lane], [textOf(row, "state")]: numberOf(row, "count") };
      }
      return found;
    },
  };
}
