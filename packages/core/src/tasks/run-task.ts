import { ExecutionError, OperationFailedError } from "#contracts/errors.ts";
import type { TaskEvent } from "#contracts/events.ts";
import type { WorkOutcome } from "#contracts/resumption.ts";
import type { QueueItem } from "#contracts/task-queue.ts";
import type { TaskStatus } from "#contracts/task-status.ts";
import type { Lease, RunEnd, TaskRecord } from "#contracts/task-store.ts";
import { ActiveRun } from "./active-run.ts";
import type { LeaseKeeper } from "./keep-leases.ts";
import { type KeptSteps, readKeptSteps } from "./kept-steps.ts";
import { storedError } from "./stored-error.ts";
import { ValueCodec } from "./stored-value.ts";
import { TaskJournal } from "./task-journal.ts";
import type { TaskParts } from "./task-parts.ts";
import { hasEnded } from "./task-status.ts";

/** A task that this process has just taken. */
export type TakenTask = {
  readonly lease: Lease;
  readonly record: TaskRecord;
  /** By the monotonic clock: just before. */
  readonly takenAtMs: number;
};

/**
 * How a run left its task: ended; waiting for approvals; to be gone on with by whoever takes it next; or in a way in which
 * this process can do no more for it.
 */
export type RunResult = { readonly left: "parked" | "open" | "lost" } | { readonly ended: TaskRecord };

export type RunHooks = {
  /** Called with the run as soon as it can be cancelled or paused. */
  readonly begun?: (run: ActiveRun) => void;
  /** Called when its steps are over. When it ends by that, its end is written once the promise resolves. */
  readonly closing?: ((task: QueueItem) => Promise<void>) | undefined;
  /** Hears each event once it is durable. */
  readonly onEvent?: ((event: TaskEvent) => void) | undefined;
};

const hourMs = 3_600_000;

/**
 * Runs a task from where earlier runs left it until it has ended, waits, or is stopped. Never throws for what goes wrong
 * with the task; trouble with the database leaves it to be taken again later.
 */
export async function runTask(
  parts: TaskParts,
  keeper: LeaseKeeper,
  { lease, record, takenAtMs }: TakenTask,
  { begun, closing, onEvent }: RunHooks = {},
): Promise<RunResult> {
  const { clock, config, feed } = parts;
  const run = new ActiveRun({
    lease,
    record,
    heldAtMs: takenAtMs,
    leaseMs: keeper.leaseMs,
    nowMs: () => clock.monotonicMs(),
    expiryOf: (timeoutMs = config.approval_timeout_h * hourMs) => clock.now() + timeoutMs,
  });
  keeper.add(run);
  let result: RunResult | undefined;
  try {
    begun?.(run);
    const kept = await readKeptSteps(parts, record);
    const codec = codecOf(parts, record);
    const journal = new TaskJournal({
      ...parts,
      lease,
      record,
      codec,
      ended: kept.results.keys().filter((index) => kept.results[index] !== undefined),
      waiting: new Set(record.approvals.map(({ index }) => index)),
      written: (events) => {
        feed.publish(record.key, events);
        if (onEvent) for (const event of events) onEvent(event);
      },
      failed: (error) => run.lose(error),
    });
    run.journal = journal;
    result = await performRun(parts, { run, record, journal, codec, kept, closing });
    return "left" in result && result.left === "parked" ? await stillParked(parts, record) : result;
  } finally {
    keeper.remove(run);
    // An end has told of itself.
    if (!(result && "ended" in result)) feed.changed(record.key);
  }
}

type RunParts = {
  readonly run: ActiveRun;
  readonly record: TaskRecord;
  readonly journal: TaskJournal;
  readonly codec: ValueCodec;
  readonly kept: KeptSteps;
  readonly closing: RunHooks["closing"];
};

function codecOf({ executor, config }: TaskParts, { key, userId }: TaskRecord): ValueCodec {
  return new ValueCodec({ executor, owner: { taskId: key, userId }, inlineBytes: config.inline_result_bytes });
}

async function performRun(parts: TaskParts, runParts: RunParts): Promise<RunResult> {
  const { run, record, journal, closing } = runParts;
  let outcome: WorkOutcome | { readonly fault: unknown };
  try {
    outcome = await execute(parts, runParts);
  } catch (fault) {
    outcome = { fault };
  }
  if (run.leftOff?.kind === "lost") return { left: "lost" };
  run.isEnding = true;
  const nextTaken = closing?.(record);
  try {
    const closed = isClosed(outcome, run);
    if (run.leftOff || closed || ("paused" in outcome && outcome.paused)) {
      await journal.end(openEnd(false), [], undefined);
      return { left: closed ? "lost" : "open" };
    }
    if ("waiting" in outcome && outcome.waiting.length > 0) {
      await journal.end(openEnd(true), [], undefined);
      return { left: "parked" };
    }
    // That a task waits or is left open is written at once, together with what tells of it.
    await nextTaken;
    return { ended: await endTask(parts, runParts, outcome) };
  } catch (error) {
    if (error instanceof ExecutionError) return { left: "lost" };
    throw error;
  }
}

function execute({ executor }: TaskParts, { run, record, journal, codec, kept }: RunParts): Promise<WorkOutcome> {
  const { key, userId, work } = record;
  const saveElement = async (index: number, position: number, output: unknown): Promise<void> => {
    const body = JSON.stringify(await codec.encode(output, `result-${index}-${position}`));
    await journal.saveElement({ index, position, body });
  };
  return executor.executeWork(
    work,
    {
      userId,
      taskId: key,
      signal: run.signal,
      saveCallback: (_userId, _taskId, index, result) => journal.save(index, result),
    },
    {
      ...run.resumption(kept, journal, record.lastSequence > 0),
      elements: { saved: (index) => kept.elements.get(index) ?? noElements, save: saveElement },
    },
    (event) => journal.hear(event),
  );
}

const noElements: ReadonlyMap<number, unknown> = new Map();

/** Whether the executor was closed under the run: it cannot go on here. */
function isClosed(outcome: WorkOutcome | { readonly fault: unknown }, run: ActiveRun): boolean {
  if (!("fault" in outcome) || run.signal.aborted) return false;
  return outcome.fault instanceof ExecutionError && outcome.fault.code === "E004";
}

function openEnd(parked: boolean): RunEnd {
  return { status: "pending", parked, endedAt: null, output: null, error: null };
}

async function endTask(
  { clock, logger }: TaskParts,
  { record, journal, codec }: RunParts,
  outcome: WorkOutcome | { readonly fault: unknown },
): Promise<TaskRecord> {
  const endedAt = clock.now();
  let ended = "fault" in outcome ? { ...failed, error: errorOf(outcome.fault, record, logger) } : outcome;
  let output: string | null = null;
  try {
    if (ended.output !== null) output = JSON.stringify(await codec.encode(ended.output, "output"));
  } catch (error) {
    ended = { ...ended, status: "failed", error: errorOf(error, record, logger) };
  }
  const { status, results } = ended;
  const error = ended.error ? storedError(ended.error) : null;
  const end = { status, endedAt, output, error: status === "completed" ? null : error };
  await journal.end(end, results, endEvent(record, status, endedAt, error));
  return { ...record, ...end, ...journal.standing, heldBy: null };
}

const failed = { status: "failed", results: [], output: null } as const;

function errorOf(fault: unknown, { id }: TaskRecord, logger: TaskParts["logger"]): ExecutionError {
  if (fault instanceof ExecutionError) return fault;
  logger.error({ err: fault, task: id }, "A task failed because of a fault of the runtime");
  return new OperationFailedError("The task failed because of a fault of the runtime; its log says more", {
    cause: fault,
  });
}

function endEvent(
  { id, userId, startedAt, createdAt }: TaskRecord,
  status: TaskStatus,
  time: number,
  error: RunEnd["error"],
): TaskEvent | undefined {
  if (!hasEnded(status)) return undefined;
  const durationMs = time - (startedAt ?? createdAt);
  const envelope = { taskId: id, userId, stepIndex: null, operation: null, time, sequence: 0, durationMs };
  if (status === "completed") return { type: "task.completed", ...envelope };
  return status === "cancelled" ? { type: "task.cancelled", ...envelope } : { type: "task.failed", ...envelope, error };
}

/** A decision may have come while the run was ending: then the task goes on. */
async function stillParked({ store }: TaskParts, { key }: TaskRecord): Promise<RunResult> {
  const record = await store.find(key);
  return { left: record?.status === "pending" && !record.parked ? "open" : "parked" };
}
