import { DslEvaluationError, ExecutionError } from "#contracts/errors.ts";
import { withDetails } from "../with-details.ts";

export type EachOptions = {
  readonly list: unknown;
  readonly concurrency: number;
  /** What elements gave in an earlier run, by position: they are not run again. */
  readonly saved?: ReadonlyMap<number, unknown> | undefined;
  /** Why no further element may start, once that is so. */
  cancelReason(): Error | undefined;
  /** Whether the element's own condition says no; it gives null then. */
  skip(item: unknown, position: number): boolean;
  runElement(item: unknown, position: number): Promise<unknown>;
  progress(fraction: number): void;
};

/**
 * Runs once per element, in order, `concurrency` at a time; the result is the list. The first element that fails stops
 * the rest and is the step's error, with `details.index`.
 */
export async function runEach(options: EachOptions): Promise<unknown[]> {
  const { list, concurrency, saved } = options;
  if (!Array.isArray(list)) {
    throw new DslEvaluationError(`each: expected a list, received ${list === null ? "null" : typeof list}`);
  }
  const outputs = new Array<unknown>(list.length).fill(null);
  let next = 0;
  let ended = saved ? putBack(saved, outputs) : 0;
  let failure: { readonly error: unknown } | undefined;

  const pump = async (): Promise<void> => {
    while (next < list.length && !failure) {
      const position = next++;
      if (saved?.has(position)) continue;
      const item: unknown = list[position];
      try {
        const cancelled = options.cancelReason();
        if (cancelled) throw cancelled;
        if (!options.skip(item, position)) outputs[position] = await options.runElement(item, position);
        ended += 1;
        options.progress(ended / list.length);
      } catch (error) {
        failure ??= { error: error instanceof ExecutionError ? withDetails(error, { index: position }) : error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, list.length) }, pump));
  if (failure) throw failure.error;
  return outputs;
}

/** Puts what is saved in its places; returns how many there are. */
function putBack(saved: ReadonlyMap<number, unknown>, outputs: unknown[]): number {
  let count = 0;
  for (const [position, output] of saved) {
    if (position >= outputs.length) continue;
    outputs[position] = output;
    count += 1;
  }
  return count;
}
