/**
 * What makes a database of each format one of the next: the first one of a new file format 1. Never change what was
 * released; add to the end.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE tasks (
    no INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    id TEXT NOT NULL,
    user_id TEXT,
    name TEXT,
    digest TEXT NOT NULL,
    lane TEXT NOT NULL,
    priority INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'pending',
    parked INTEGER NOT NULL DEFAULT 0,
    cancel_requested INTEGER NOT NULL DEFAULT 0,
    started_at INTEGER,
    ended_at INTEGER,
    run INTEGER NOT NULL DEFAULT 0,
    output TEXT,
    error TEXT,
    runner TEXT,
    lease_until INTEGER,
    fence INTEGER NOT NULL,
    -- The status it ended with, else 'open': so that its index need not change when a task starts to run.
    outcome TEXT NOT NULL DEFAULT 'open'
  ) STRICT;
  CREATE INDEX tasks_by_outcome ON tasks (user_id, outcome, lane, no);
  CREATE INDEX tasks_by_name ON tasks (user_id, name, no) WHERE name IS NOT NULL;
  CREATE INDEX tasks_open ON tasks (key) WHERE ended_at IS NULL AND parked = 0;
  CREATE INDEX tasks_ended ON tasks (ended_at) WHERE ended_at IS NOT NULL;

  -- The highest fence of tasks that were removed: those of later tasks are above it, also of one with the same key.
  CREATE TABLE fences (highest INTEGER NOT NULL) STRICT;
  INSERT INTO fences VALUES (0);

  -- What happened to tasks, in order; written once, never changed. place = task << 30 | position: one b-tree that holds
  -- a task's entries side by side, so that the end of a step costs one page. The first entry is the submission: its body
  -- is what the task is to do. last and completed count up to here.
  CREATE TABLE log (
    place INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    completed INTEGER NOT NULL,
    step INTEGER,
    run INTEGER,
    status TEXT,
    body TEXT,
    events TEXT
  ) STRICT;

  -- Where in the log the end of a step stands. Filled for 64 entries of the log at a time.
  CREATE TABLE steps (
    task INTEGER NOT NULL REFERENCES tasks (no) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    run INTEGER NOT NULL,
    status TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (task, step, run)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE elements (
    task INTEGER NOT NULL REFERENCES tasks (no) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    position INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (task, step, position)
  ) STRICT, WITHOUT ROWID;

  -- fresh: decided upon since the task's lease was taken.
  CREATE TABLE approvals (
    task INTEGER NOT NULL REFERENCES tasks (no) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    since INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    approved INTEGER,
    reason TEXT,
    decided_at INTEGER,
    fresh INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (task, step)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX approvals_waiting ON approvals (expires_at) WHERE approved IS NULL;

  CREATE TABLE schedules (
    no INTEGER PRIMARY KEY,
    user_id TEXT,
    id TEXT NOT NULL,
    cron TEXT NOT NULL,
    timezone TEXT NOT NULL,
    work TEXT NOT NULL,
    lane TEXT NOT NULL,
    priority INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    last_task_id TEXT
  ) STRICT;
  CREATE INDEX schedules_by_user ON schedules (user_id, id);
  CREATE INDEX schedules_due ON schedules (next_at);

  -- Items in line have a rank. The others come into line when they are due: those that wait for their moment, and those
  -- that somebody has taken and not given back until then.
  CREATE TABLE queue (
    no INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    user_id TEXT,
    lane TEXT NOT NULL,
    priority INTEGER NOT NULL,
    rank INTEGER,
    due_at INTEGER,
    holder TEXT,
    takes INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    again_at INTEGER
  ) STRICT;
  CREATE INDEX queue_line ON queue (lane, priority DESC, rank) WHERE due_at IS NULL;
  CREATE INDEX queue_users ON queue (lane, priority, user_id, rank) WHERE due_at IS NULL;
  CREATE INDEX queue_due ON queue (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX queue_taken ON queue (holder) WHERE holder IS NOT NULL;
  `,
];
