import type { PlanError } from "#contracts/plan.ts";
import type { CompiledStep } from "./compile-step.ts";

/** An order in which no step stands before one it waits for, as near to the list's own as may be. */
export type StepOrder = {
  readonly order: Iterable<number>;
  /** One for each circle of steps that wait for each other. */
  readonly cycles: readonly PlanError[];
};

const maxCycles = 100;
const maxStepsNamed = 10;

/** References go back in the list; only `after` may name a later step, and only then is there anything to sort. */
export function sortSteps(steps: readonly CompiledStep[]): StepOrder {
  return steps.some(looksAhead) ? visitAll(steps) : { order: steps.keys(), cycles: [] };
}

function looksAhead({ index, follows }: CompiledStep): boolean {
  for (const before of follows) if (before > index) return true;
  return false;
}

type Visit = { readonly index: number; readonly waitsFor: readonly number[]; next: number };

/** Depth first: each step right behind those it waits for. Its own stack, since chains may be 100,000 steps long. */
function visitAll(steps: readonly CompiledStep[]): StepOrder {
  const order: number[] = [];
  const cycles: PlanError[] = [];
  const isDone = new Uint8Array(steps.length);
  const isOpen = new Uint8Array(steps.length);
  const stack: Visit[] = [];

  const enter = (index: number): void => {
    const step = steps[index];
    if (!step || isDone[index] === 1) return;
    isOpen[index] = 1;
    stack.push({ index, waitsFor: [...step.needs, ...step.follows], next: 0 });
  };

  for (const start of steps.keys()) {
    enter(start);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const before = top.waitsFor[top.next++];
      if (before === undefined) {
        stack.pop();
        isOpen[top.index] = 0;
        isDone[top.index] = 1;
        order.push(top.index);
      } else if (isOpen[before] === 0) enter(before);
      else if (cycles.length < maxCycles) cycles.push(describeCycle(stack, before, steps));
    }
  }
  return { order, cycles };
}

function describeCycle(stack: readonly Visit[], closing: number, steps: readonly CompiledStep[]): PlanError {
  const start = stack.findIndex(({ index }) => index === closing);
  const circle = stack.slice(start).map(({ index }) => index);
  const named = [...circle.slice(0, maxStepsNamed), ...(circle.length > maxStepsNamed ? [] : [closing])];
  const chain = named.map((index) => nameOf(steps[index], index)).join(" after ");
  const message = `Steps wait for each other: ${chain}${circle.length > maxStepsNamed ? " after …" : ""}`;
  const first = Math.min(...circle.slice(0, maxStepsNamed));
  return { code: "E001", message, step: first, path: `steps[${first}].after` };
}

function nameOf(step: CompiledStep | undefined, index: number): string {
  const id: unknown = step?.step.id;
  return typeof id === "string" ? `'${id}'` : `step ${index}`;
}
