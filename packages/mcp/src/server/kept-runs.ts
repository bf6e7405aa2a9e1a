import { isTable, NotFoundError } from "@aiecs/core";

/** A run that is no task, for as long as its results are readable. */
export type KeptRun = {
  readonly userId: string | undefined;
  readonly status: string;
  readonly steps: readonly KeptStep[];
  /** Of a call its result. */
  readonly output: unknown;
};

export type KeptStep = {
  readonly id: string | null;
  readonly operation: string;
  readonly status: string;
  readonly result: unknown;
  readonly error: string | null;
};

export type KeptRuns = {
  keep(taskId: string, run: KeptRun): void;
  /** Undefined when there is none, it was let go, or it is another user's. */
  find(taskId: string, userId: string | undefined): KeptRun | undefined;
  /** Task ids of a user's latest runs, newest first. */
  latest(userId: string | undefined, count: number): string[];
};

export type KeptRunsOptions = {
  /** @default 200 */
  readonly maxRuns?: number;
  /** About how much their results may take together; the latest run is kept however large it is. @default 64 MiB */
  readonly maxBytes?: number;
};

/** Remembers the results of the latest runs. */
export function createKeptRuns({ maxRuns = 200, maxBytes = 64 * 1024 * 1024 }: KeptRunsOptions = {}): KeptRuns {
  const runs = new Map<string, { readonly run: KeptRun; readonly bytes: number }>();
  let total = 0;
  const letGo = (taskId: string): void => {
    total -= runs.get(taskId)?.bytes ?? 0;
    runs.delete(taskId);
  };
  return {
    keep(taskId, run) {
      letGo(taskId);
      const bytes = sizeOf([run.output, ...run.steps.map(({ result }) => result)], new Set());
      runs.set(taskId, { run, bytes });
      total += bytes;
      for (const oldest of runs.keys()) {
        if (oldest === taskId || (runs.size <= maxRuns && total <= maxBytes)) break;
        letGo(oldest);
      }
    },
    find(taskId, userId) {
      const kept = runs.get(taskId);
      return kept && kept.run.userId === userId ? kept.run : undefined;
    },
    latest(userId, count) {
      const own = [...runs].filter(([, { run }]) => run.userId === userId);
      return own
        .slice(-count)
        .toReversed()
        .map(([taskId]) => taskId);
    },
  };
}

/** A step of a run, by its index, also as text, or its id. @throws NotFoundError naming those that there are */
export function stepOf(run: KeptRun, task: string, step: number | string): KeptRun["steps"][number] {
  const index = typeof step === "number" ? step : /^-?\d+$/.test(step) ? Number(step) : undefined;
  const found = index === undefined ? run.steps.find(({ id }) => id === step) : run.steps.at(index);
  if (found) return found;
  const ids = run.steps.flatMap(({ id }) => (id === null ? [] : [id]));
  const known = ids.length > 0 ? `, or ${ids.join(", ")}` : "";
  throw new NotFoundError(`Run ${task} has no step ${step}: expected 0 to ${run.steps.length - 1}${known}`);
}

const bytesPerValue = 16;
/** Deeper than any JSON that is taken: what lies below hardly counts. */
const maxDepth = 200;

/** About how much memory a value holds; what stands in it twice counts once. */
function sizeOf(value: unknown, seen: Set<object>, depth = 0): number {
  if (typeof value === "string") return bytesPerValue + value.length * 2;
  if (typeof value !== "object" || value === null || depth > maxDepth) return bytesPerValue;
  if (seen.has(value)) return 0;
  seen.add(value);
  if (isTable(value)) return value.rows * value.columns * bytesPerValue;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  let bytes = bytesPerValue;
  for (const part of Object.values(value)) bytes += bytesPerValue + sizeOf(part, seen, depth + 1);
  return bytes;
}
