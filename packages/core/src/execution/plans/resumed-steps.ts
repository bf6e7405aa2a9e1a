import type { Resumption } from "#contracts/resumption.ts";
import type { Run } from "../run.ts";
import type { ReadySteps } from "./ready-steps.ts";
import type { CompiledStep } from "./step-graph.ts";
import type { StepRunner } from "./step-runner.ts";

export type ResumedStepsOptions = {
  readonly ready: ReadySteps;
  readonly steps: readonly CompiledStep[];
  readonly run: Run;
  readonly runner: StepRunner;
  readonly resumption: Resumption;
  /** Whether nothing may go past a step that waits. */
  readonly sequential: boolean;
};

/** What a run of a task leaves to a later one. */
export type LeftSteps = { readonly waiting: readonly number[]; readonly paused: boolean };

/** Until when a step may wait must be a moment that a date can name. */
const longestWaitMs = 100 * 365 * 24 * 3_600_000;

/**
 * The steps of a task that may start: those that ended before it was interrupted count as ended, those that need an
 * approval wait aside until it is there, and a pause holds up all.
 */
export class ResumedSteps implements ReadySteps {
  /** How many steps have ended before this run, and how many of these completed. */
  readonly endedBefore: number;
  readonly completedBefore: number;
  /** Whether an earlier run began. */
  readonly isResumed: boolean;
  readonly #options: ResumedStepsOptions;
  readonly #waiting = new Set<number>();
  /** Those that waited, and may go on. */
  readonly #decided: number[] = [];
  readonly #forgetDecisions: () => void;
  #onReady: (() => void) | undefined;
  #isTaking = false;
  /** What the task's keeper threw: it ends the run, once the steps under way have ended. */
  #fault: { readonly error: unknown } | undefined;

  constructor(options: ResumedStepsOptions) {
    this.#options = options;
    const { resumption } = options;
    this.endedBefore = putBack(options);
    this.completedBefore = this.endedBefore - options.runner.errors.size;
    this.isResumed = resumption.isResumed ?? this.completedBefore > 0;
    this.#forgetDecisions = resumption.onDecided((index) => this.#wake(index));
  }

  take(): number | undefined {
    const { pause, holds } = this.#options.resumption;
    if (this.#fault || pause?.aborted || holds?.() === false) return undefined;
    this.#isTaking = true;
    try {
      return this.#next();
    } catch (error) {
      this.#fault = { error };
      return undefined;
    } finally {
      this.#isTaking = false;
    }
  }

  ended(index: number): void {
    this.#options.ready.ended(index);
  }

  onReady(listener: () => void): void {
    this.#onReady = listener;
  }

  /** What is left to a later run, where there is anything; asked once, at the end. @throws what the task's keeper threw */
  left(): LeftSteps | undefined {
    if (this.#fault) throw this.#fault.error;
    const paused = this.#options.resumption.pause?.aborted === true && this.#hasMore();
    const waiting = [...this.#waiting].sort((a, b) => a - b);
    return paused || waiting.length > 0 ? { waiting, paused } : undefined;
  }

  /** Hears of no further decision. */
  close(): void {
    this.#forgetDecisions();
  }

  #next(): number | undefined {
    const { runner, sequential } = this.#options;
    for (;;) {
      const decided = this.#decided.shift();
      if (decided !== undefined) return decided;
      if (sequential && this.#waiting.size > 0) return undefined;
      const index = this.#takeUnfinished();
      if (index === undefined || !runner.awaitsApproval(index)) return index;
      this.#waiting.add(index);
      this.#tellThatItWaits(index);
    }
  }

  #takeUnfinished(): number | undefined {
    const { ready, runner } = this.#options;
    for (;;) {
      const index = ready.take();
      if (index === undefined || runner.results[index] === undefined) return index;
      ready.ended(index);
    }
  }

  #tellThatItWaits(index: number): void {
    const { steps, run, resumption } = this.#options;
    const { approval, operation } = steps[index]?.step ?? {};
    const timeoutMs = typeof approval === "object" ? Math.min(approval.timeout_s * 1000, longestWaitMs) : undefined;
    run.emit("step.waiting", index, operation ?? null, { expiresAt: resumption.wait(index, timeoutMs) });
  }

  #wake(index: number): void {
    if (!this.#waiting.has(index) || !this.#options.resumption.approvalOf(index)) return;
    this.#waiting.delete(index);
    this.#decided.push(index);
    if (!this.#isTaking) this.#onReady?.();
  }

  /** Whether a step could start, were it not for the pause. */
  #hasMore(): boolean {
    if (this.#decided.length > 0) return true;
    if (this.#options.sequential && this.#waiting.size > 0) return false;
    return this.#takeUnfinished() !== undefined;
  }
}

/** Puts results in their places, with the errors of those that did not complete; returns how many there are. */
function putBack({ resumption: { results, errors }, runner, steps }: ResumedStepsOptions): number {
  let count = 0;
  for (const index of steps.keys()) {
    const result = results[index];
    if (!result) continue;
    const error = result.completed ? undefined : errors?.get(index);
    if (!result.completed && !error) continue;
    runner.results[index] = result;
    if (error) runner.errors.set(index, error);
    count += 1;
  }
  return count;
}
