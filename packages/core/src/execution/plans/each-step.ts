import { DatabaseError, ExecutionError } from "#contracts/errors.ts";
import type { ElementJournal } from "#contracts/resumption.ts";
import type { ReferenceScope } from "#execution/references/reference-site.ts";
import { announceFailure } from "../announce-step.ts";
import { type CallTiming, notStarted, type PreparedOperation } from "../call.ts";
import type { Run } from "../run.ts";
import type { Services } from "../services.ts";
import { runEach } from "./run-each.ts";
import type { CompiledStep } from "./step-graph.ts";

/** The time of a step that runs once per element, from the first to the last. */
export class EachTiming implements CallTiming {
  startedAtMs: number = notStarted;
  durationMs = 0;
  readonly attempts = 1;
  readonly cached = false;
}

/** An element's output could not be kept: no failure of its step, but the end of the whole call. */
export class UnsavedElement extends Error {
  readonly error: DatabaseError;

  constructor(index: number, position: number, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The result of element ${position} of step ${index} could not be saved: ${reason}`;
    super(message);
    this.error = new DatabaseError(message, { details: { step: index, index: position }, cause });
  }
}

export type EachStep = {
  readonly compiled: CompiledStep;
  readonly operation: PreparedOperation;
  readonly timing: EachTiming;
  readonly elements: ElementJournal | undefined;
  scope(item?: unknown, position?: number): ReferenceScope;
  runElement(item: unknown, position: number): Promise<unknown>;
};

/** Runs a step once per element; its events and times are those of the whole. */
export async function runEachStep(run: Run, { clock }: Pick<Services, "clock">, each: EachStep): Promise<unknown[]> {
  const { compiled, operation, timing, elements, scope } = each;
  const { step, when, index } = compiled;
  const { spec } = operation;
  timing.startedAtMs = clock.monotonicMs();
  run.emit("step.started", index, spec, {});
  try {
    const outputs = await runEach({
      list: compiled.each ? compiled.each.resolve(scope()) : step.each,
      concurrency: step.concurrency ?? 1,
      saved: elements?.saved(index),
      cancelReason: () => run.cancelReason,
      skip: (item, position) => when?.usesItem === true && !when.evaluate(scope(item, position)),
      runElement: elements ? savingElements(each, elements) : each.runElement,
      progress: (fraction) => run.emit("step.progressed", index, spec, { fraction, message: null }),
    });
    timing.durationMs = clock.monotonicMs() - timing.startedAtMs;
    run.emit("step.completed", index, spec, { durationMs: timing.durationMs });
    return outputs;
  } catch (thrown) {
    const durationMs = (timing.durationMs = clock.monotonicMs() - timing.startedAtMs);
    if (thrown instanceof ExecutionError) announceFailure(run, { stepIndex: index, spec, durationMs, error: thrown });
    throw thrown;
  }
}

/** An element counts once what it gave is kept. */
function savingElements({ compiled: { index }, runElement }: EachStep, elements: ElementJournal) {
  return async (item: unknown, position: number): Promise<unknown> => {
    const output = await runElement(item, position);
    try {
      await elements.save(index, position, output);
    } catch (cause) {
      throw new UnsavedElement(index, position, cause);
    }
    return output;
  };
}
