import type { TaskEvent } from "./events.ts";
import type {
  ResultPage,
  ResultRead,
  Schedule,
  ScheduleRequest,
  StepPage,
  StepPageOptions,
  SubmitOptions,
  Task,
  TaskFilter,
  TaskPage,
  TaskSource,
} from "./task.ts";

export type WaitOptions = {
  readonly signal?: AbortSignal | undefined;
  /** @default for ever */
  readonly timeoutMs?: number | undefined;
};

export type EventOptions = {
  /** Sequence number of the last event that is known already. @default 0 */
  readonly after?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Submitted plans of one user: everything a door may do with them. Whatever is not the user's does not exist here.
 * An unknown id is a `NotFoundError`.
 */
export interface Tasks {
  /**
   * Accepts work and returns at once; it is durable then.
   *
   * @throws E001 when the plan is wrong in itself, or another task has that id
   */
  submitTask(source: TaskSource, options?: SubmitOptions): Promise<Task>;
  getTask(id: string): Promise<Task>;
  listTasks(filter?: TaskFilter): Promise<TaskPage>;
  /** How its steps ended. */
  getTaskHistory(id: string, options?: StepPageOptions): Promise<StepPage>;
  /** The task once it has ended. @throws E002 when it has not within `timeoutMs` */
  waitForTask(id: string, options?: WaitOptions): Promise<Task>;
  /** Cancels what runs and what waits; does nothing to a task that has ended. */
  cancelTask(id: string): Promise<Task>;
  /** Runs what failed, was cancelled or never ran; steps that completed are kept. @throws E001 unless it has ended with steps left to run */
  resumeTask(id: string): Promise<Task>;
  /** Removes a task that has ended, with its artifacts. @throws E001 while it has not */
  deleteTask(id: string): Promise<void>;
  /** Lets a waiting step run; `step` is its index or its id. @throws E001 when it does not wait */
  approveStep(id: string, step: number | string): Promise<Task>;
  /** Ends a waiting step as cancelled. @throws E001 when it does not wait */
  rejectStep(id: string, step: number | string, reason?: string): Promise<Task>;
  /** A task's events from any moment on, in order and without gaps, until it has ended. */
  events(id: string, options?: EventOptions): AsyncGenerator<TaskEvent, void, undefined>;
  /** A page of a step's result; `step` is its index or its id, negative indices count from the end. */
  readResult(id: string, step: number | string, read?: ResultRead): Promise<ResultPage>;
  /** Adds a schedule, or replaces the one of that id. @throws E001 when the cron text or the plan is not valid */
  saveSchedule(request: ScheduleRequest): Promise<Schedule>;
  listSchedules(): Promise<readonly Schedule[]>;
  deleteSchedule(id: string): Promise<void>;
}
