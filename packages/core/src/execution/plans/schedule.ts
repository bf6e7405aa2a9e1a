import { DatabaseError } from "#contracts/errors.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import type { ReadySteps } from "./ready-steps.ts";

/** What there is to do with steps, each named by its index. */
export interface StepWork {
  /** Starts a step; what it throws, or rejects with, `failed` is told. */
  start(index: number): Promise<unknown>;
  completed(index: number, output: unknown): TaskStepResult;
  /** @throws what is not a failure of the step: it ends the schedule */
  failed(index: number, thrown: unknown): TaskStepResult;
}

export type ScheduleOptions = {
  readonly ready: ReadySteps;
  readonly concurrency: number;
  readonly work: StepWork;
  /** Awaited before anything that depends on the step starts. */
  readonly save: ((index: number, result: TaskStepResult) => unknown) | undefined;
  /** Asked after each step: whether no further step may start. */
  readonly stopsAfter: (index: number, result: TaskStepResult) => boolean;
  /** Where results are put, by index. */
  readonly results: (TaskStepResult | undefined)[];
};

/**
 * Runs steps as soon as they may start, up to `concurrency` at a time, until all have ended or one stops the rest.
 * The only scheduler there is: every mode is a set of options for it.
 *
 * @throws E006 when `save` fails, with the results of all that had ended or was running then
 */
export function schedule(options: ScheduleOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const { ready, work, concurrency, results } = options;
    let running = 0;
    let stopped = false;
    /** Makes the error that the whole is rejected with, once everything has ended. */
    let failure: (() => unknown) | undefined;

    const fail = (makeError: () => unknown): void => {
      stopped = true;
      failure ??= makeError;
    };

    /** Runs steps one after another while there are any ready, and starts helpers for what becomes ready besides. */
    const pump = async (first: number): Promise<void> => {
      for (let index: number | undefined = first; index !== undefined; index = stopped ? undefined : ready.take()) {
        try {
          let result: TaskStepResult;
          try {
            result = work.completed(index, await work.start(index));
          } catch (thrown) {
            result = work.failed(index, thrown);
          }
          results[index] = result;
          const unsaved = options.save && (await trySaving(options.save, index, result));
          if (unsaved) fail(() => notSaved(unsaved, results));
          else if (options.stopsAfter(index, result)) stopped = true;
          else ready.ended(index);
        } catch (error) {
          fail(() => error);
        }
        if (running < concurrency) fill();
      }
      running -= 1;
      if (running === 0) settle();
    };

    const fill = (): void => {
      while (!stopped && running < concurrency) {
        const index = ready.take();
        if (index === undefined) return;
        running += 1;
        void pump(index);
      }
    };

    const settle = (): void => {
      stopped = true;
      if (failure) reject(failure());
      else resolve();
    };

    ready.onReady?.(fill);
    fill();
    if (running === 0) settle();
  });
}

type Unsaved = { readonly index: number; readonly reason: unknown };

async function trySaving(
  save: NonNullable<ScheduleOptions["save"]>,
  index: number,
  result: TaskStepResult,
): Promise<Unsaved | undefined> {
  try {
    await save(index, result);
    return undefined;
  } catch (reason) {
    return { index, reason };
  }
}

/** What the caller's history throws stops the call, and loses nothing. */
function notSaved({ index, reason }: Unsaved, results: readonly (TaskStepResult | undefined)[]): DatabaseError {
  const message = reason instanceof Error ? reason.message : String(reason);
  return new DatabaseError(`The result of step ${index} could not be saved: ${message}`, {
    details: { step: index, results: results.filter((entry) => entry !== undefined) },
    cause: reason,
  });
}
