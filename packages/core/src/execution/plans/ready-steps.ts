import { MinHeap } from "#primitives/min-heap.ts";
import type { CompiledStep } from "./step-graph.ts";

/** Which steps may start: those whose predecessors have ended, lowest index first, so that nothing is left to chance. */
export interface ReadySteps {
  /** The next step to start, or undefined when none may start now. */
  take(): number | undefined;
  /** Tells that a step has ended. */
  ended(index: number): void;
  /** Calls back when a step may start although none has ended. Absent where that never happens. */
  onReady?(listener: () => void): void;
}

/** Lists without any order between their steps need no bookkeeping. */
export function createReadySteps(steps: readonly CompiledStep[]): ReadySteps {
  return steps.some((step) => predecessorsOf(step).length > 0) ? new GraphOrder(steps) : new ListOrder(steps.length);
}

/** Indices of the steps that must have ended before this one; a step may stand there twice, and then counts twice. */
function predecessorsOf(step: CompiledStep): readonly number[] {
  if (step.follows.length === 0) return step.needs;
  return step.needs.length === 0 ? step.follows : [...step.needs, ...step.follows];
}

class ListOrder implements ReadySteps {
  readonly #length: number;
  #next = 0;

  constructor(length: number) {
    this.#length = length;
  }

  take(): number | undefined {
    return this.#next < this.#length ? this.#next++ : undefined;
  }

  ended(): void {}
}

class GraphOrder implements ReadySteps {
  readonly #waitsFor: Uint32Array;
  readonly #successors: (number[] | undefined)[];
  readonly #ready = new MinHeap();

  constructor(steps: readonly CompiledStep[]) {
    this.#waitsFor = new Uint32Array(steps.length);
    this.#successors = new Array<number[] | undefined>(steps.length).fill(undefined);
    for (const step of steps) {
      const predecessors = predecessorsOf(step);
      this.#waitsFor[step.index] = predecessors.length;
      if (predecessors.length === 0) this.#ready.push(step.index);
      for (const before of predecessors) (this.#successors[before] ??= []).push(step.index);
    }
  }

  take(): number | undefined {
    return this.#ready.pop();
  }

  ended(index: number): void {
    for (const successor of this.#successors[index] ?? []) {
      const left = (this.#waitsFor[successor] ?? 0) - 1;
      this.#waitsFor[successor] = left;
      if (left === 0) this.#ready.push(successor);
    }
  }
}
