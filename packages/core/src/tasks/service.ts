import { randomUUID } from "node:crypto";
import type { Clock } from "#contracts/clock.ts";
import { CancelledError, DatabaseError } from "#contracts/errors.ts";
import type { EventRelay } from "#contracts/event-relay.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { Logger } from "#contracts/logger.ts";
import type { Lane, SubmitOptions, Task, TaskSource, TaskWork } from "#contracts/task.ts";
import type { TaskConfig } from "#contracts/task-config.ts";
import type { LaneCounts, QueueConsumer, TaskQueue } from "#contracts/task-queue.ts";
import type { TaskRecord, TaskStore } from "#contracts/task-store.ts";
import type { Tasks } from "#contracts/tasks.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import type { ToolRule } from "#contracts/tool-rule.ts";
import { createRunnerId } from "#primitives/runner-id.ts";
import { Admission } from "./admission.ts";
import { EventFeed } from "./event-feed.ts";
import { createLaneExecutor } from "./lane-executor.ts";
import { Maintenance } from "./maintenance.ts";
import { QueuedRuns } from "./queued-runs.ts";
import { prepareTask } from "./submit.ts";
import { resolveTaskConfig } from "./task-config.ts";
import type { TaskExecutor } from "./task-executor.ts";
import { existingKey, noSuchTask } from "./task-key.ts";
import type { TaskParts } from "./task-parts.ts";
import { TaskRunner } from "./task-runner.ts";
import { toTask } from "./task-view.ts";
import { createUserTasks } from "./user-tasks.ts";

export type TaskServiceOptions = {
  readonly executor: TaskExecutor;
  /** Closed with the service. */
  readonly store: TaskStore;
  /** Closed with the service. */
  readonly queue: TaskQueue;
  /** Whether what both are asked in one turn of the event loop is one commit, in that order. @default false */
  readonly sharesCommits?: boolean;
  /** Brings events of other processes sooner than the store does. Closed with the service. @default none */
  readonly relay?: EventRelay | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** @default random UUIDs */
  readonly createId?: () => string;
  readonly config?: Partial<TaskConfig>;
};

/** What a user may, as the door knows it. */
export type TaskRights = {
  /** Operations that the user's tasks may call: kept with each task. @default all */
  readonly allow?: ToolRule | undefined;
  /** How many tasks of the user may wait or run. @default the config's `max_open_per_user` */
  readonly maxOpenTasks?: number | undefined;
};

export type RunHereOptions = {
  /** Cancels the task. */
  readonly signal?: AbortSignal | undefined;
  /** Hears each event once it is durable. */
  readonly onEvent?: ((event: TaskEvent) => void) | undefined;
};

/** It runs at once: there is no delay. */
export type RunTaskOptions = Omit<SubmitOptions, "delayMs"> & RunHereOptions;

/** Submitted plans: keeps them, runs them, and brings those to their end whose process has died. */
export interface TaskService extends AsyncDisposable {
  /** The tasks of one user; undefined stands for those that belong to no user. */
  forUser(userId: string | undefined, rights?: TaskRights): Tasks;
  /** Begins to take tasks from the queue and to look after those that are stranded. @default both lanes */
  start(options?: { readonly lanes?: readonly Lane[] }): void;
  /**
   * Takes no further task. Steps that run may end within `graceMs`; then they are aborted, to be run again, and tasks
   * that have not ended go on elsewhere. Two seconds later it resolves, whether or not a store or a queue that is away
   * has heard of it.
   *
   * @default graceMs: 10,000
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
  /**
   * Runs a task here and now, without the queue; resolves when it has ended, waits for approvals, or the service was
   * stopped. What has ended already is given as it is.
   *
   * @throws HeldTaskError when another process runs it, NotFoundError when there is none
   */
  runHere(userId: string | undefined, id: string, options?: RunHereOptions): Promise<Task>;
  /**
   * Keeps a task and runs it here at once, as `submitTask` and `runHere` do, but that no queue hears of it: the least that
   * a durable run costs. Should this process die, one that looks after tasks goes on with it.
   *
   * @throws what both throw
   */
  runTask(userId: string | undefined, source: TaskSource, options?: RunTaskOptions): Promise<Task>;
  /**
   * Runs single operations as tasks of a lane, on any process that works there. Registered with the executor under a
   * name of its own, `executor: heavy_tasks` in a step sends that step there while its plan goes on here. Parameters
   * and results travel as data; large results lie in the artifacts' folder, which both must share.
   */
  laneExecutor(lane: Lane): IToolExecutor;
  /** What a task is to do, as it was submitted. @throws NotFoundError */
  workOf(userId: string | undefined, id: string): Promise<TaskWork>;
  /** @throws E006 when the store, the queue or the relay does not answer: `details.failed` names which of them */
  check(): Promise<void>;
  /** What waits in each lane, and what runs in this process. */
  counts(): Promise<TaskCounts>;
}

/** What waits in each lane of the queue, and how many tasks run in this process. */
export type TaskCounts = { readonly lanes: Readonly<Record<Lane, LaneCounts>>; readonly running: number };

const defaultGraceMs = 10_000;
/** So long a store or a queue may take to hear that tasks go on elsewhere: one that is away is not waited for. */
const handBackMs = 2_000;
/** A part that is silent for so long does not answer. */
const checkWithinMs = 2_000;

/** Makes a service of its parts; `openTasks` has them ready. @throws E001 naming everything that is wrong with the config */
export function createTaskService(options: TaskServiceOptions): TaskService {
  const { executor, store, queue, sharesCommits = false, relay, clock, logger, createId = randomUUID } = options;
  const config = resolveTaskConfig(options.config);
  const feed = new EventFeed(store, relay && { relay, clock });
  const parts: TaskParts = {
    executor,
    store,
    queue,
    sharesCommits,
    clock,
    logger,
    config,
    createId,
    feed,
    runner: createRunnerId(),
    admission: new Admission({ store, config, clock }),
  };
  return new Service(parts, relay);
}

class Service implements TaskService {
  readonly #parts: TaskParts;
  readonly #relay: EventRelay | undefined;
  readonly #runner: TaskRunner;
  readonly #queued: QueuedRuns;
  readonly #maintenance: Maintenance;
  #consumers: QueueConsumer[] | undefined;
  #stopping: Promise<void> | undefined;

  constructor(parts: TaskParts, relay: EventRelay | undefined) {
    this.#parts = parts;
    this.#relay = relay;
    this.#runner = new TaskRunner(parts);
    this.#queued = new QueuedRuns(parts, this.#runner);
    this.#maintenance = new Maintenance(parts, this.#runner);
  }

  forUser(userId: string | undefined, { allow, maxOpenTasks }: TaskRights = {}): Tasks {
    return createUserTasks(this.#parts, this.#runner, { userId, allow, maxOpenTasks });
  }

  start({ lanes = ["fast", "heavy"] }: { readonly lanes?: readonly Lane[] } = {}): void {
    if (this.#stopping) throw new CancelledError("The task service has been stopped: make another one");
    if (this.#consumers) return;
    const { queue, config } = this.#parts;
    const concurrency = { fast: config.fast_concurrency, heavy: config.heavy_concurrency };
    this.#consumers = [...new Set(lanes)]
      .filter((lane) => concurrency[lane] > 0)
      .map((lane) =>
        queue.consume({ lane, concurrency: concurrency[lane], handle: (key) => this.#queued.handle(key) }),
      );
    this.#maintenance.start();
  }

  stop({ graceMs = defaultGraceMs }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#stopping ??= this.#stop(graceMs);
    return this.#stopping;
  }

  async #stop(graceMs: number): Promise<void> {
    const { clock, logger } = this.#parts;
    const closing = (this.#consumers ?? []).map((consumer) => consumer.close());
    const ended = Promise.all([this.#runner.stop(graceMs), this.#maintenance.stop(), ...closing]);
    const stopped = ended.then(() => this.#queued.written());
    const tooLong = Promise.withResolvers<void>();
    const cancelTimer = clock.schedule(() => {
      logger.warn({}, "Tasks could not be handed back in time: they go on elsewhere once their leases have run out");
      tooLong.resolve();
    }, graceMs + handBackMs);
    await Promise.race([stopped, tooLong.promise]).finally(cancelTimer);
  }

  async runHere(userId: string | undefined, id: string, options: RunHereOptions = {}): Promise<Task> {
    const key = existingKey(id, userId);
    return await this.#settle(await this.#runner.runHere(key, id, options), options);
  }

  async runTask(userId: string | undefined, source: TaskSource, options: RunTaskOptions = {}): Promise<Task> {
    const { signal, onEvent, ...submission } = options;
    const { task, leave } = await prepareTask(this.#parts, { userId }, source, submission);
    const record = await this.#runner.runNew(task, { signal, onEvent, inserted: leave }).finally(leave);
    return await this.#settle(record, { signal, onEvent });
  }

  async #settle(record: TaskRecord, options: RunHereOptions): Promise<Task> {
    if (!record.parked) return toTask(record);
    // Where no server looks after tasks, nobody else sees that the time for an approval is over.
    await this.#maintenance.endWaits();
    return toTask(await this.#runner.runHere(record.key, record.id, options));
  }

  laneExecutor(lane: Lane): IToolExecutor {
    return createLaneExecutor(this.#parts, lane, ({ id }, submitter) =>
      createUserTasks(this.#parts, this.#runner, submitter).cancelTask(id),
    );
  }

  async workOf(userId: string | undefined, id: string): Promise<TaskWork> {
    const record = await this.#parts.store.find(existingKey(id, userId));
    if (!record) throw noSuchTask(id);
    return record.work;
  }

  async check(): Promise<void> {
    const { store, queue } = this.#parts;
    const relay = this.#relay;
    const checks = { store: () => store.check(), queue: () => queue.check(), events: async () => relay?.check() };
    const troubles = await Promise.all(Object.entries(checks).map(([name, check]) => this.#troubleOf(name, check)));
    const failed = troubles.filter((trouble) => trouble !== undefined);
    if (failed.length === 0) return;
    const reasons = failed.map(
      ({ name, error }) => `${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
    throw new DatabaseError(`Of tasks do not answer ${reasons.join("; ")}`, {
      details: { failed: failed.map(({ name }) => name) },
      cause: failed[0]?.error,
    });
  }

  async #troubleOf(name: string, check: () => Promise<void>): Promise<{ name: string; error: unknown } | undefined> {
    const late = Promise.withResolvers<void>();
    const silence = new DatabaseError(`no answer within ${checkWithinMs} ms`);
    const cancelTimer = this.#parts.clock.schedule(() => late.reject(silence), checkWithinMs);
    try {
      await Promise.race([check(), late.promise]);
      return undefined;
    } catch (error) {
      return { name, error };
    } finally {
      cancelTimer();
    }
  }

  async counts(): Promise<TaskCounts> {
    return { lanes: await this.#parts.queue.counts(), running: this.#runner.running };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#relay?.[Symbol.asyncDispose]();
    await this.#parts.queue[Symbol.asyncDispose]();
    await this.#parts.store[Symbol.asyncDispose]();
  }
}
