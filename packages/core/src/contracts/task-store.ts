import type { TaskEvent } from "./events.ts";
import type { Lane, TaskWork } from "./task.ts";
import type { TaskStatus } from "./task-status.ts";
import type { WireError } from "./wire-error.ts";

/** A new task. `key` is unique over all users; moments are milliseconds since 1970. */
export type NewTaskRecord = {
  readonly key: string;
  readonly id: string;
  readonly userId: string | undefined;
  readonly work: TaskWork;
  /** Of what it is to do: the same id with another digest is another task. */
  readonly digest: string;
  readonly lane: Lane;
  readonly priority: number;
  readonly createdAt: number;
  /** Not before that moment. */
  readonly runAt: number;
};

/** A step that waits for an approval, or was decided upon. */
export type ApprovalRecord = {
  readonly index: number;
  readonly since: number;
  readonly expiresAt: number;
  readonly decision: Decision | null;
};

/** What somebody said to a step that waits for an approval, and when. */
export type Decision = { readonly approved: boolean; readonly reason: string | null; readonly at: number };

/** A task as it is kept: what was submitted, and how it stands. */
export type TaskRecord = NewTaskRecord & {
  readonly status: TaskStatus;
  /** Pending because of approvals alone: nothing to do until one is decided upon. */
  readonly parked: boolean;
  readonly cancelRequested: boolean;
  /** Whose lease is on it, also when that has run out. */
  readonly heldBy: RunnerId | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** How often it was resumed. */
  readonly run: number;
  readonly completedSteps: number;
  readonly approvals: readonly ApprovalRecord[];
  readonly lastSequence: number;
  /** As `StepRecord.body`: what the service encoded. */
  readonly output: string | null;
  readonly error: WireError | null;
};

/** How a step ended; written once: what comes for a run of it that has ended, or when it has completed, is left out. */
export type StepRecord = {
  readonly index: number;
  readonly run: number;
  readonly status: TaskStatus;
  /** The step result with its encoded value, as JSON text. */
  readonly body: string;
};

/** What one element of an `each` step gave: kept until the step itself has ended. */
export type ElementRecord = {
  readonly index: number;
  readonly position: number;
  /** As `StepRecord.body` holds results: what the service encoded. */
  readonly body: string;
};

/** Who runs tasks: a process. Texts of two processes are never equal. */
export type RunnerId = string;

/** Who is to hold a task, and for how long it is held without being heard of. */
export type Holder = { readonly runner: RunnerId; readonly leaseMs: number };

/** The right to run a task. Each has a higher fence than the one before it: writing with an old one is refused. */
export type Lease = {
  readonly key: string;
  readonly fence: number;
};

/** A task as it was kept, or was there already. */
export type InsertedTask = { readonly record: TaskRecord; readonly isNew: boolean; readonly lease?: Lease };

/** What is written of a task in one go: all of it, or nothing. */
export type TaskChanges = {
  readonly steps?: readonly StepRecord[];
  readonly elements?: readonly ElementRecord[];
  /** Sequence numbers follow one another, and the last that was written; those that are there already are left out. */
  readonly events?: readonly TaskEvent[];
  /** Steps that begin to wait; those that wait already, or were decided upon, stay as they are. */
  readonly waiting?: readonly { readonly index: number; readonly since: number; readonly expiresAt: number }[];
  /** Gives the lease back. */
  readonly end?: RunEnd;
};

/**
 * How a run leaves its task. Pending: it goes on later, `parked` when only approvals can make it. It is not parked when a
 * decision came since the lease was acquired whose step has not ended in this run, nor when it is to be cancelled.
 */
export type RunEnd = {
  readonly status: TaskStatus;
  readonly parked?: boolean;
  readonly endedAt: number | null;
  readonly output: string | null;
  readonly error: WireError | null;
};

/** What the holder of leases must know. */
export type LeaseNews = {
  /** Taken over by somebody else, or gone. */
  readonly lost: readonly Lease[];
  readonly cancelled: readonly Lease[];
  /** Approvals that were decided upon since their tasks were acquired; told with each renewal. */
  readonly decided: readonly { readonly lease: Lease; readonly index: number }[];
};

/** A task that should be in a queue or with a runner. */
export type OpenTask = Pick<NewTaskRecord, "key" | "userId" | "lane" | "priority" | "runAt"> & {
  /** The runner that holds it; undefined when nobody does. */
  readonly heldBy: RunnerId | undefined;
  /** Whether that runner's lease has run out. */
  readonly expired: boolean;
};

/** Which tasks of a user are listed, newest first. */
export type RecordFilter = {
  readonly userId: string | undefined;
  readonly statuses?: readonly TaskStatus[] | undefined;
  readonly lane?: Lane | undefined;
  readonly name?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

export type RecordPage = { readonly records: readonly TaskRecord[]; readonly cursor: string | null };

/** A schedule as it is kept. */
export type ScheduleRecord = {
  readonly userId: string | undefined;
  readonly id: string;
  readonly cron: string;
  readonly timezone: string;
  readonly work: TaskWork;
  readonly lane: Lane;
  readonly priority: number;
  readonly createdAt: number;
  readonly nextAt: number;
  readonly lastTaskId: string | null;
};

/**
 * Keeps tasks: what they are to do, how each step ended, and their events. Several processes may use one store. What a
 * method has resolved for is durable. Trouble of the database is a `DatabaseError` (E006); what can be tried again
 * without harm was.
 */
export interface TaskStore extends AsyncDisposable {
  /**
   * Keeps a new task, or gives the one that has its key. With `heldBy` a new one is that runner's at once, as if it had
   * been acquired: `lease` is there then.
   */
  insert(task: NewTaskRecord, heldBy?: Holder): Promise<InsertedTask>;
  find(key: string): Promise<TaskRecord | undefined>;
  /** How many tasks of a user have not ended. */
  countOpen(userId: string | undefined): Promise<number>;
  /** Newest first. `userId: undefined` means the tasks that belong to no user. */
  list(filter: RecordFilter): Promise<RecordPage>;
  /** The latest record of each step, or all of them, by index. `limit` counts steps. */
  steps(
    key: string,
    options?: { readonly from?: number; readonly limit?: number; readonly all?: boolean },
  ): Promise<readonly StepRecord[]>;
  /** What is kept of elements of `each` steps that have not ended. */
  elements(key: string): Promise<readonly ElementRecord[]>;
  /** Events with a sequence number above `after`, in order. */
  events(key: string, after: number, limit: number): Promise<readonly TaskEvent[]>;

  /**
   * Takes a task to run it; undefined when somebody holds it, or there is nothing to run. Its status is running then.
   * `insteadOf` takes it from a runner that is known to be dead, though its lease has not run out.
   */
  acquire(
    key: string,
    by: Holder & { readonly insteadOf?: RunnerId },
  ): Promise<{ readonly lease: Lease; readonly record: TaskRecord } | undefined>;
  /** Keeps leases for another while. */
  renew(leases: readonly Lease[], leaseMs: number): Promise<LeaseNews>;
  /** @throws LostLeaseError when the lease is no longer the task's */
  write(lease: Lease, changes: TaskChanges): Promise<void>;

  /**
   * Cancels: a task that nobody runs, or whose lease has run out, ends at once, with an event; one that runs is marked,
   * for its runner to see. Gives the task as it stands then.
   */
  cancel(key: string, at: number): Promise<TaskRecord | undefined>;
  /**
   * Makes a task that has ended pending and due again; undefined when it has not.
   * Approvals stay; what was rejected or not decided upon is asked anew.
   */
  resume(key: string, at: number): Promise<TaskRecord | undefined>;
  /** Removes a task that has ended; whether there was one. */
  remove(key: string): Promise<boolean>;
  /** Whether the step was waiting. The task is not parked any more. */
  decide(key: string, index: number, decision: Decision): Promise<boolean>;

  /** Tasks that are neither ended nor parked and are due, by key, from after `cursor` on. */
  open(options: {
    readonly now: number;
    readonly cursor?: string;
    readonly limit: number;
  }): Promise<readonly OpenTask[]>;
  /** Waiting steps whose time is over. */
  expiredApprovals(now: number): Promise<readonly { readonly key: string; readonly index: number }[]>;
  /** Removes tasks that ended before that moment; gives their keys. */
  sweep(endedBefore: number, limit: number): Promise<readonly string[]>;

  /** Adds or replaces. */
  saveSchedule(schedule: ScheduleRecord): Promise<void>;
  /** `userId: undefined` means the schedules that belong to no user. */
  schedules(userId: string | undefined): Promise<readonly ScheduleRecord[]>;
  removeSchedule(userId: string | undefined, id: string): Promise<boolean>;
  dueSchedules(now: number): Promise<readonly ScheduleRecord[]>;
  /** Moves a schedule on, unless somebody else has: whether it was still due at that moment. */
  advanceSchedule(schedule: ScheduleRecord, nextAt: number, lastTaskId: string): Promise<boolean>;

  /** Calls back when tasks may have been changed by this or another process; the returned function ends it. */
  watch(listener: () => void): () => void;
  /** @throws E006 when the database does not answer */
  check(): Promise<void>;
}
