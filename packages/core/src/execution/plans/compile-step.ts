import type { PlanError, Step } from "#contracts/plan.ts";
import { type CompiledValue, compileValue } from "#execution/references/compile.ts";
import { type CompiledCondition, compileCondition } from "#execution/references/condition.ts";
import type { ReferenceSite } from "#execution/references/reference-site.ts";
import { hasReferences } from "#execution/references/scan.ts";
import { didYouMean } from "#primitives/did-you-mean.ts";
import { checkStep } from "./check-plan.ts";
import { isRecord } from "./plan-keys.ts";

/** A step whose references were read once, with what it must wait for. */
export type CompiledStep = {
  /** Its own index in this call, `previous` not counted. */
  readonly index: number;
  /** As it was given; `{ operation: "" }` stands for what is no object. */
  readonly step: Step;
  /** What is wrong with its shape: it cannot run, its neighbours can. */
  readonly problems: readonly PlanError[];
  /** Absent when the parameters hold no reference and can be used as they are. */
  readonly params: CompiledValue | undefined;
  readonly when: CompiledCondition | undefined;
  /** Absent when there is no `each`, or it is a list without references. */
  readonly each: CompiledValue | undefined;
  /** Own indices, ascending, of the steps whose data `params` or `each` take: it cannot run when one did not complete. */
  readonly needs: readonly number[];
  /** Own indices of the steps that must merely have ended: what `when` reads, `after`, the order of writes. */
  readonly follows: readonly number[];
};

/** What all steps of a list are compiled with. */
export type CompileContext = {
  readonly previousCount: number;
  readonly total: number;
  /** Step id to absolute index. */
  readonly ids: ReadonlyMap<string, number>;
  readonly ordered: boolean;
  /** Where static errors go. */
  readonly errors: PlanError[];
};

/** A step that refers to nothing and waits for nothing: long lists are made of them, so they share all but two fields. */
class PlainStep implements CompiledStep {
  readonly index: number;
  readonly step: Step;

  constructor(index: number, step: Step) {
    this.index = index;
    this.step = step;
  }

  get problems(): readonly PlanError[] {
    return noErrors;
  }

  get params(): undefined {
    return undefined;
  }

  get when(): undefined {
    return undefined;
  }

  get each(): undefined {
    return undefined;
  }

  get needs(): readonly number[] {
    return noIndices;
  }

  get follows(): readonly number[] {
    return noIndices;
  }
}

const nothingToRun: Step = { operation: "" };
const noIndices: readonly number[] = [];
const noErrors: readonly PlanError[] = [];
/** Looking for the closest of 100,000 ids takes its time: past so many errors none is suggested. */
const maxSuggestions = 100;

/** Reads a step's references and its condition. Whatever is wrong becomes an error or a problem; nothing is thrown. */
export function compileStep(item: unknown, index: number, context: CompileContext): CompiledStep {
  const step = isStepLike(item) ? item : nothingToRun;
  const params = hasReferences(step.params) ? compilePart(step, "params", index, context) : undefined;
  const each = step.each === undefined ? undefined : compilePart(step, "each", index, context);
  const when = step.when === undefined ? undefined : compileWhen(step, index, context);
  const problems = checkStep(item, index);
  if (!params && !each && !when && !step.after && problems.length === 0) return new PlainStep(index, step);
  return {
    index,
    step,
    problems,
    params,
    when,
    each,
    needs: params || each ? ownIndices([params?.dependsOn, each?.dependsOn], context) : noIndices,
    follows: when || step.after ? followsOf(step, index, when, context) : noIndices,
  };
}

function compilePart(
  step: Step,
  key: "params" | "each",
  index: number,
  context: CompileContext,
): CompiledValue | undefined {
  const perElement = key === "params" && step.each !== undefined;
  const compiled = compileValue(step[key], siteOf(index, key, perElement, context));
  if (compiled) context.errors.push(...compiled.errors);
  return compiled;
}

/** A step as far as anybody relies on: its keys are looked at one by one, and its shape is checked besides. */
function isStepLike(item: unknown): item is Step {
  return isRecord(item);
}

function siteOf(index: number, key: string, each: boolean, context: CompileContext): ReferenceSite {
  const { previousCount, total, ids } = context;
  return { position: previousCount + index, previousCount, total, ids, each, path: `steps[${index}].${key}` };
}

function compileWhen(step: Step, index: number, context: CompileContext): CompiledCondition | undefined {
  if (typeof step.when !== "string") return undefined;
  const condition = compileCondition(step.when, siteOf(index, "when", step.each !== undefined, context));
  context.errors.push(...condition.errors);
  return condition;
}

function followsOf(
  step: Step,
  index: number,
  when: CompiledCondition | undefined,
  context: CompileContext,
): readonly number[] {
  const read = ownIndices([when?.dependsOn], context);
  if (!Array.isArray(step.after)) return read;
  const after = step.after.flatMap((id: unknown, place) => bindAfter(id, index, place, context));
  return [...new Set([...read, ...after])];
}

/** Of a list that holds one or no entry: the step that the id names. */
function bindAfter(id: unknown, index: number, place: number, context: CompileContext): number[] {
  if (typeof id !== "string") return [];
  const { ids, previousCount, ordered, errors } = context;
  const refuse = (message: string, hints: readonly string[] = []): number[] => {
    const path = `steps[${index}].after[${place}]`;
    errors.push({ code: "E001", message, step: index, path, ...(hints.length > 0 && { did_you_mean: hints }) });
    return [];
  };
  const absolute = ids.get(id);
  if (absolute === undefined)
    return refuse(`No step has the id '${id}'`, errors.length < maxSuggestions ? didYouMean(id, ids.keys()) : []);
  const target = absolute - previousCount;
  if (target === index || (ordered && target > index)) {
    return refuse(`Step '${id}' does not come before step ${index}`);
  }
  return [target];
}

/** Absolute indices, each list ascending, as own ones: what stands before this call has ended anyway. */
function ownIndices(
  lists: readonly (readonly number[] | undefined)[],
  { previousCount }: CompileContext,
): readonly number[] {
  const [first = noIndices, second = noIndices] = lists;
  if (previousCount === 0 && second.length === 0) return first;
  const own = [...first, ...second].filter((index) => index >= previousCount).map((index) => index - previousCount);
  return second.length === 0 ? own : [...new Set(own)].sort((a, b) => a - b);
}
