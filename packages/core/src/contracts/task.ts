import type { OperationCall } from "./call.ts";
import type { Plan, Step } from "./plan.ts";
import type { StepMeta, WireStepResult } from "./step-result.ts";
import type { TaskStatus } from "./task-status.ts";
import type { ToolRule } from "./tool-rule.ts";
import type { WireError } from "./wire-error.ts";

/** How a task's steps are run: as the executor's mode of that name does. */
export type TaskMode = "plan" | "sequence" | "parallel" | "batch";

/** The two lines in which tasks wait: what takes long must not keep what is quick from its turn. */
export type Lane = "fast" | "heavy";

/** What a task is to do, as plain data. */
export type TaskWork = {
  readonly mode: TaskMode;
  /** A list of operations is a plan of steps and nothing else. */
  readonly plan: Plan;
  readonly input: Readonly<Record<string, unknown>>;
  /** @default the executor's `max_concurrency` */
  readonly concurrency?: number;
  /** @default what the plan says */
  readonly stop_on_failure?: boolean;
  /** What whoever submitted it was allowed to call then. @default all */
  readonly allow?: ToolRule;
};

/** What can be submitted: a plan, a list of operations, or one operation. */
export type TaskSource = Plan | readonly (Step | OperationCall)[] | OperationCall;

export type SubmitOptions = {
  /** Submitting the same id again gives the task that is there, as long as it is to do the same. @default generated */
  readonly taskId?: string | undefined;
  /** Merged over the plan's own input. */
  readonly input?: Readonly<Record<string, unknown>> | undefined;
  /** @default "plan" */
  readonly mode?: TaskMode | undefined;
  /** @default heavy when one of the steps is, else fast */
  readonly queue?: Lane | undefined;
  /** Higher goes first; -100 to 100. @default 0 */
  readonly priority?: number | undefined;
  /** How long it waits before it may start. @default 0 */
  readonly delayMs?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly stopOnFailure?: boolean | undefined;
  /** Everything that `analyzePlan` finds refuses the task. @default false */
  readonly strict?: boolean | undefined;
};

/** A step that waits until somebody approves or rejects it. */
export type WaitingStep = {
  readonly step: number;
  readonly id: string | null;
  readonly operation: string;
  readonly since: string;
  /** When it is rejected by itself. */
  readonly expires_at: string;
};

/** A submitted run as it stands. Moments are ISO 8601. */
export type Task = {
  readonly id: string;
  readonly user_id: string | null;
  /** The plan's name. */
  readonly name: string | null;
  readonly status: TaskStatus;
  readonly mode: TaskMode;
  readonly queue: Lane;
  readonly priority: number;
  readonly created_at: string;
  /** Before that moment it does not start; null when it never had to wait. */
  readonly not_before: string | null;
  readonly started_at: string | null;
  readonly ended_at: string | null;
  /** How many steps it has, and how many of them have completed. */
  readonly steps: number;
  readonly completed_steps: number;
  /** Steps that wait for an approval. */
  readonly waiting: readonly WaitingStep[];
  /** How often it was resumed after it had failed or was cancelled. */
  readonly resumed: number;
  /** Sequence number of its latest event. */
  readonly last_event: number;
  /** What the plan gives once it has completed; a value too large to show is a handle `{ $artifact, … }`. */
  readonly output: unknown;
  readonly error: WireError | null;
};

/** Which tasks are listed; what is left out does not matter. */
export type TaskFilter = {
  readonly status?: TaskStatus | readonly TaskStatus[] | undefined;
  readonly queue?: Lane | undefined;
  /** The plan's name. */
  readonly name?: string | undefined;
  /** Where an earlier page ended. */
  readonly cursor?: string | undefined;
  /** At most 1,000. @default 100 */
  readonly limit?: number | undefined;
};

/** Newest first. */
export type TaskPage = { readonly tasks: readonly Task[]; readonly cursor: string | null };

/** How one step of a task ended. */
export type TaskStep = WireStepResult & {
  readonly index: number;
  /** Which of the task's runs it belongs to: 0 is the first, each resumption counts one more. */
  readonly run: number;
  readonly meta: StepMeta;
};

export type StepPageOptions = {
  /** Index of the first step wanted. @default 0 */
  readonly from?: number | undefined;
  /** At most 1,000. @default 100 */
  readonly limit?: number | undefined;
  /** Also what failed in earlier runs of a task that was resumed. @default false */
  readonly all?: boolean | undefined;
};

/** By index of the step, then by run; `next` is the index to go on at. */
export type StepPage = { readonly steps: readonly TaskStep[]; readonly next: number | null };

/** A part of a step's result: read page by page, whatever the size of the whole. */
export type ResultRead = {
  /** Which part, as in references: `.data.items[2]`. @default the whole result */
  readonly path?: string | undefined;
  /** First row, element, line or character wanted. @default 0 */
  readonly offset?: number | undefined;
  /** At most 10,000. @default 100 */
  readonly limit?: number | undefined;
  /** Columns of a table, or keys of records, to show. */
  readonly select?: readonly string[] | undefined;
  /** Only rows, elements or lines that hold this text, capitals or not. */
  readonly grep?: string | undefined;
};

/** What was read. `kind` says what is counted: rows of a table, elements of a list, lines of a text, or one value. */
export type ResultPage = {
  readonly kind: "rows" | "items" | "lines" | "value";
  readonly data: unknown;
  /** How many there are in all, where that is known without reading everything. */
  readonly total: number | null;
  /** Where to go on; null when that was all. */
  readonly next: number | null;
  /** Columns of a table with their types. */
  readonly schema?: readonly { readonly name: string; readonly type: string }[];
};

/** Work that is to be submitted again and again, and when. */
export type ScheduleRequest = {
  /** Unique for the user. */
  readonly id: string;
  /** Five or six fields, as cron has them. */
  readonly cron: string;
  /** IANA name of the time zone. @default "UTC" */
  readonly timezone?: string | undefined;
  readonly plan: TaskSource;
  readonly input?: Readonly<Record<string, unknown>> | undefined;
  readonly mode?: TaskMode | undefined;
  readonly queue?: Lane | undefined;
  readonly priority?: number | undefined;
};

/** Work that is submitted again and again; each time is a task `{id}:{moment}`. */
export type Schedule = {
  readonly id: string;
  readonly user_id: string | null;
  readonly cron: string;
  readonly timezone: string;
  readonly created_at: string;
  readonly next_at: string;
  /** The latest task that came of it. */
  readonly last_task_id: string | null;
};
