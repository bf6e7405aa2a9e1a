import { nowMs } from "./now.ts";

/**
 * What makes a schema of each format one of the next: the first one of an empty schema format 1. Never change what was
 * released; add to the end. Processes of the version before go on while one of the next has migrated: what they use
 * must stay.
 *
 * Moments are milliseconds since 1970. JSON is text: jsonb refuses what JSON may hold (\u0000), and costs a parse.
 */
export const migrations: readonly string[] = [
  `
  -- Each lease has a higher fence than all before it, whatever task it is for.
  CREATE SEQUENCE fences;

  -- A row is written with each step: no index knows the columns that change then, and there is room beside it.
  CREATE TABLE tasks (
    no bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    key text NOT NULL COLLATE "C",
    id text NOT NULL,
    user_id text NOT NULL,
    name text,
    digest text NOT NULL,
    lane text NOT NULL,
    priority integer NOT NULL,
    created_at double precision NOT NULL,
    run_at double precision NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    parked boolean NOT NULL DEFAULT false,
    cancel_requested boolean NOT NULL DEFAULT false,
    run integer NOT NULL DEFAULT 0,
    last_sequence integer NOT NULL DEFAULT 0,
    completed_steps integer NOT NULL DEFAULT 0,
    started_at double precision,
    ended_at double precision,
    runner text,
    lease_until double precision,
    fence bigint NOT NULL DEFAULT nextval('fences'),
    -- Of the call that added, took or resumed it last: who repeats a call knows by it that the first one was done.
    token uuid NOT NULL,
    -- Whether there may be elements of steps that have not ended.
    has_elements boolean NOT NULL DEFAULT false,
    -- Steps that were decided upon since the lease was taken.
    decided integer[] NOT NULL DEFAULT '{}',
    -- The fence that the latest run ended under, and a digest of that end.
    ended_fence bigint,
    ended_digest uuid,
    output text,
    error text
  ) WITH (fillfactor = 70);
  CREATE UNIQUE INDEX tasks_by_key ON tasks (key);
  CREATE INDEX tasks_by_status ON tasks (user_id, status, lane, no);
  CREATE INDEX tasks_by_name ON tasks (user_id, name, no) WHERE name IS NOT NULL;
  CREATE INDEX tasks_open ON tasks (key) WHERE ended_at IS NULL AND NOT parked;
  CREATE INDEX tasks_ended ON tasks (ended_at) WHERE ended_at IS NOT NULL;

  -- Apart from the task, since a small one would be written anew with each step. What belongs to a task is written while
  -- its row is locked, and removed with it: no foreign key has to look after that with each step.
  CREATE TABLE works (
    task bigint PRIMARY KEY,
    work text NOT NULL
  );

  CREATE TABLE steps (
    task bigint NOT NULL,
    step integer NOT NULL,
    run integer NOT NULL,
    status text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (task, step, run)
  );

  -- What was written in one go, up to the sequence number last. It may begin with events that are there already.
  CREATE TABLE events (
    task bigint NOT NULL,
    last integer NOT NULL,
    events text NOT NULL,
    PRIMARY KEY (task, last)
  );

  CREATE TABLE elements (
    task bigint NOT NULL,
    step integer NOT NULL,
    position integer NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (task, step, position)
  );

  CREATE TABLE approvals (
    task bigint NOT NULL,
    step integer NOT NULL,
    since double precision NOT NULL,
    expires_at double precision NOT NULL,
    approved boolean,
    reason text,
    decided_at double precision,
    PRIMARY KEY (task, step)
  );
  CREATE INDEX approvals_waiting ON approvals (expires_at) WHERE decided_at IS NULL;

  CREATE TABLE schedules (
    user_id text NOT NULL,
    id text NOT NULL COLLATE "C",
    cron text NOT NULL,
    timezone text NOT NULL,
    work text NOT NULL,
    lane text NOT NULL,
    priority integer NOT NULL,
    created_at double precision NOT NULL,
    next_at double precision NOT NULL,
    last_task_id text,
    PRIMARY KEY (user_id, id)
  );
  CREATE INDEX schedules_due ON schedules (next_at);

  -- Writes what a runner gives of a task: null when all of it is kept, 'lost' when the lease is no longer the task's, or
  -- the number that its next event must have. The lock on the task's row holds off whoever would take the task over.
  CREATE FUNCTION write_run(
    of_key text, of_fence bigint, first integer, last integer, count integer, new_events text, new_steps jsonb,
    new_waiting jsonb, new_elements jsonb, ending jsonb
  ) RETURNS text LANGUAGE plpgsql AS $function$
  DECLARE
    task record;
    given jsonb;
    sequence integer;
    completed integer := 0;
    is_over boolean := (ending ->> 'over')::boolean;
  BEGIN
    SELECT no, run, last_sequence, has_elements INTO task FROM tasks
    WHERE key = of_key AND fence = of_fence AND runner IS NOT NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
      -- The same end may come again when nobody heard that it was written.
      IF ending IS NOT NULL AND EXISTS (
        SELECT FROM tasks WHERE key = of_key AND ended_fence = of_fence AND ended_digest = md5(ending::text)::uuid
      ) THEN RETURN NULL; END IF;
      RETURN 'lost';
    END IF;
    sequence := task.last_sequence;

    IF last > sequence THEN
      IF first > sequence + 1 OR last - first + 1 <> count THEN RETURN sequence + 1; END IF;
      INSERT INTO events VALUES (task.no, last, new_events);
      sequence := last;
    END IF;
    IF new_waiting IS NOT NULL THEN
      INSERT INTO approvals (task, step, since, expires_at)
      SELECT task.no, w.index, w.since, w."expiresAt" FROM jsonb_to_recordset(new_waiting)
        AS w (index integer, since double precision, "expiresAt" double precision) ON CONFLICT DO NOTHING;
    END IF;
    IF new_elements IS NOT NULL THEN
      INSERT INTO elements SELECT task.no, e.index, e.position, e.body FROM jsonb_to_recordset(new_elements)
        AS e (index integer, position integer, body text) ON CONFLICT DO NOTHING;
      IF NOT task.has_elements THEN UPDATE tasks SET has_elements = true WHERE no = task.no; END IF;
    END IF;
    FOR i IN 0 .. coalesce(jsonb_array_length(new_steps), 0) - 1 LOOP
      given := new_steps -> i;
      INSERT INTO steps
      SELECT task.no, (given ->> 'index')::integer, (given ->> 'run')::integer, given ->> 'status', given ->> 'body'
      WHERE NOT EXISTS (
        SELECT FROM steps s WHERE s.task = task.no AND s.step = (given ->> 'index')::integer
          AND (s.run >= (given ->> 'run')::integer OR s.status = 'completed'));
      IF FOUND AND given ->> 'status' = 'completed' THEN completed := completed + 1; END IF;
      IF task.has_elements OR new_elements IS NOT NULL THEN
        DELETE FROM elements e WHERE e.task = task.no AND e.step = (given ->> 'index')::integer;
      END IF;
    END LOOP;

    IF ending IS NULL THEN
      IF sequence > task.last_sequence OR completed > 0 THEN
        UPDATE tasks SET last_sequence = sequence, completed_steps = completed_steps + completed WHERE no = task.no;
      END IF;
      RETURN NULL;
    END IF;
    UPDATE tasks t SET last_sequence = sequence, completed_steps = completed_steps + completed,
      status = ending ->> 'status', output = ending ->> 'output', error = ending ->> 'error',
      ended_at = CASE WHEN is_over THEN coalesce((ending ->> 'ended_at')::double precision, ${nowMs}) END,
      runner = NULL, lease_until = NULL, fence = nextval('fences'),
      ended_fence = of_fence, ended_digest = md5(ending::text)::uuid,
      -- Not when something was decided since the lease was taken that the run has not made use of.
      parked = (ending ->> 'parked')::boolean AND NOT cancel_requested AND NOT EXISTS (
        SELECT FROM unnest(decided) AS d (step) WHERE NOT EXISTS (
          SELECT FROM steps s WHERE s.task = t.no AND s.step = d.step AND s.run = t.run))
    WHERE no = task.no;
    IF is_over THEN
      DELETE FROM approvals a WHERE a.task = task.no AND a.approved IS NULL;
      IF task.has_elements OR new_elements IS NOT NULL THEN
        DELETE FROM elements e WHERE e.task = task.no;
        UPDATE tasks SET has_elements = false WHERE no = task.no;
      END IF;
    END IF;
    RETURN NULL;
  END
  $function$;
  `,
];
