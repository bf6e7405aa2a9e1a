import { CancelledError, DatabaseError, HeldTaskError } from "#contracts/errors.ts";
import type { QueueItem } from "#contracts/task-queue.ts";
import type { NewTaskRecord, TaskRecord } from "#contracts/task-store.ts";
import { LiveMap } from "#primitives/live-map.ts";
import { isDeadHere } from "#primitives/runner-id.ts";
import type { ActiveRun } from "./active-run.ts";
import { LeaseKeeper } from "./keep-leases.ts";
import { putInLine } from "./put-in-line.ts";
import { type RunHooks, type RunResult, runTask, type TakenTask } from "./run-task.ts";
import { sameTask } from "./submit.ts";
import { noSuchTask } from "./task-key.ts";
import type { TaskParts } from "./task-parts.ts";
import { hasEnded } from "./task-status.ts";

export type RunHereHooks = RunHooks & { readonly signal?: AbortSignal | undefined };

/** Takes a task; undefined when that is not possible. */
type Taking = () => Promise<HeldTask | undefined>;

type HeldTask = Omit<TakenTask, "takenAtMs">;

/** Runs tasks in this process: those whose turn it is in the queue, and those that somebody wants to run here. */
export class TaskRunner {
  readonly #parts: TaskParts;
  readonly #keeper: LeaseKeeper;
  /** Those that are being taken or run here. */
  readonly #busy = new LiveMap<Promise<unknown>>();
  #stopping: "pause" | "give up" | undefined;

  constructor(parts: TaskParts) {
    this.#parts = parts;
    this.#keeper = new LeaseKeeper(parts);
  }

  /** How many tasks run here. */
  get running(): number {
    return this.#keeper.size;
  }

  find(key: string): ActiveRun | undefined {
    return this.#keeper.find(key);
  }

  /** A waiting step of a task was decided upon by this process. */
  async decided(key: string): Promise<void> {
    const run = this.#keeper.find(key);
    if (run) await this.#keeper.tellDecisions(run);
  }

  /**
   * Runs a task that the queue gave, unless somebody else does or there is nothing to do. Calls `closing` as soon as its
   * steps are over. While this process stops the task goes back in line.
   *
   * @throws E006 when it should come again, after a while
   */
  async runQueued(key: string, closing: (task: QueueItem) => Promise<void>): Promise<void> {
    if (this.#stopping) return await this.#giveBack(key);
    const result = await this.#takeAndRun(key, { closing }, () => this.#take(key));
    if (result && "left" in result && result.left === "lost") throw leftOff(key);
  }

  async #giveBack(key: string): Promise<void> {
    const record = await this.#parts.store.find(key);
    if (record && !hasEnded(record.status)) await putInLine(this.#parts, record);
  }

  /**
   * Keeps a new task, which no queue hears of, and runs it here at once; one that is there already is run as by `runHere`.
   *
   * @throws E001 when another task is there, and what `runHere` throws
   */
  async runNew(
    task: NewTaskRecord,
    { inserted, ...options }: RunHereHooks & { readonly inserted: () => void },
  ): Promise<TaskRecord> {
    const { key, id } = task;
    const insert: Taking = async () => {
      const { runner, store } = this.#parts;
      const { record, lease } = await store.insert(task, { runner, leaseMs: this.#keeper.leaseMs });
      inserted();
      return lease && { lease, record };
    };
    const result = await this.#runCancellable(key, options, insert);
    if (result) return await this.#outcome(key, id, result);
    // Somebody here may be adding it just now; what is there already is given as it is.
    sameTask((await this.#parts.store.insert(task)).record, task);
    return await this.runHere(key, id, options);
  }

  /**
   * Runs a task here and now, whatever the queue has in mind.
   *
   * @throws HeldTaskError when another process runs it, E006 when the run could not be brought to its end here
   */
  async runHere(key: string, id: string, options: RunHereHooks): Promise<TaskRecord> {
    for (;;) {
      const result = await this.#runCancellable(key, options, () => this.#take(key));
      if (result) return await this.#outcome(key, id, result);
      const record = await this.#find(key, id);
      if (hasEnded(record.status) || record.parked) return record;
      if (record.heldBy !== null) throw new HeldTaskError(`Task ${JSON.stringify(id)} is being run by another process`);
    }
  }

  async #outcome(key: string, id: string, result: RunResult): Promise<TaskRecord> {
    if ("ended" in result) return result.ended;
    if (result.left === "lost") throw leftOff(key);
    return await this.#find(key, id);
  }

  async #find(key: string, id: string): Promise<TaskRecord> {
    const record = await this.#parts.store.find(key);
    if (record) return record;
    throw noSuchTask(id);
  }

  async #runCancellable(key: string, { signal, onEvent }: RunHereHooks, take: Taking): Promise<RunResult | undefined> {
    let run: ActiveRun | undefined;
    const cancel = (): void => run?.cancel();
    const begun = (started: ActiveRun): void => {
      run = started;
      if (signal?.aborted) cancel();
    };
    signal?.addEventListener("abort", cancel);
    try {
      return await this.#takeAndRun(key, { begun, onEvent }, take);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** Takes no further task, and has those under way end: after `graceMs` at once, to be gone on with elsewhere. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping ??= "pause";
    for (const run of this.#keeper.runs) run.pause();
    const cancelTimer = this.#parts.clock.schedule(() => {
      this.#stopping = "give up";
      for (const run of this.#keeper.runs) run.giveUp();
    }, graceMs);
    while (this.#busy.size > 0) await Promise.allSettled(this.#busy.values());
    cancelTimer();
  }

  /** Undefined when there is nothing to run, or somebody else does. */
  async #takeAndRun(key: string, hooks: RunHooks, take: Taking): Promise<RunResult | undefined> {
    if (this.#stopping) throw new CancelledError("The task service has been stopped: it takes no further task");
    if (this.#busy.has(key)) return undefined;
    const work = this.#work(hooks, take);
    this.#busy.set(key, work);
    try {
      return await work;
    } finally {
      this.#busy.delete(key);
    }
  }

  async #work(hooks: RunHooks, take: Taking): Promise<RunResult | undefined> {
    const takenAtMs = this.#parts.clock.monotonicMs();
    const taken = await take();
    if (!taken) return undefined;
    const begun = (run: ActiveRun): void => {
      hooks.begun?.(run);
      if (this.#stopping === "give up") run.giveUp();
      else if (this.#stopping) run.pause();
    };
    const result = await runTask(this.#parts, this.#keeper, { ...taken, takenAtMs }, { ...hooks, begun });
    if ("left" in result && result.left === "open") await putInLine(this.#parts, taken.record);
    return result;
  }

  /** Takes a task; also from a runner of this machine that is known to be dead, though its lease has not run out. */
  async #take(key: string): Promise<HeldTask | undefined> {
    const { store, runner } = this.#parts;
    const { leaseMs } = this.#keeper;
    const taken = await store.acquire(key, { runner, leaseMs });
    if (taken) return taken;
    const record = await store.find(key);
    const insteadOf = record && this.#deadHolder(record);
    return insteadOf === undefined ? undefined : await store.acquire(key, { runner, leaseMs, insteadOf });
  }

  #deadHolder({ status, heldBy }: TaskRecord): string | undefined {
    if (hasEnded(status) || heldBy === null) return undefined;
    // What this runner still holds, but does not run, it left off when the database was away.
    return heldBy === this.#parts.runner || isDeadHere(heldBy) ? heldBy : undefined;
  }
}

function leftOff(key: string): DatabaseError {
  return new DatabaseError(
    `The run of task ${key} was left off: the database does not answer, or the task is another runner's by now; it goes on later`,
  );
}
