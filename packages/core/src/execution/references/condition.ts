import type { ParseResult } from "@marcbachmann/cel-js";
import { DslEvaluationError, ExecutionError } from "#contracts/errors.ts";
import type { PlanError } from "#contracts/plan.ts";
import { runWithin } from "./bounded-run.ts";
import { findNames } from "./cel-names.ts";
import { excerpt, parseProgram, prepareProgram, reasonOf } from "./cel-program.ts";
import { createListView, createRecordView, type Meter, viewOf } from "./cel-views.ts";
import type { ReferenceScope, ReferenceSite } from "./reference-site.ts";
import { toPlanError } from "./static-error.ts";

/** A `when` that was read once and can be asked as often as needed. */
export type CompiledCondition = {
  /** Absolute indices of the steps it needs, sorted. They must have ended; one that did not complete is null. */
  readonly dependsOn: readonly number[];
  /** Static errors: syntax E007, indices, ids and `item` out of place E001. */
  readonly errors: readonly PlanError[];
  /** Why it is bound to fail when asked (E007): names and types that cannot be. Not static errors: they belong to the step. */
  readonly faults: readonly PlanError[];
  /** Whether it names `item` or `index`, and so must be asked for each element. */
  readonly usesItem: boolean;
  /** @throws E007 when it cannot be evaluated or gives no boolean */
  evaluate(scope: ReferenceScope): boolean;
};

/** How much data a condition may read before it is watched by the clock. */
const freeReads = 100_000;
const timeoutMs = 1_000;

/** Reads a condition in CEL over `result`, `steps`, `input`, `item` and `index`. */
export function compileCondition(text: string, site: ReferenceSite): CompiledCondition {
  try {
    return compileProgram(text, parseProgram(text), site);
  } catch (error) {
    if (!(error instanceof DslEvaluationError)) throw error;
    return {
      dependsOn: [],
      errors: [toPlanError(error, site, site.path)],
      faults: [],
      usesItem: false,
      evaluate: thrower(error),
    };
  }
}

function compileProgram(text: string, program: ParseResult, site: ReferenceSite): CompiledCondition {
  const { dependsOn, usesItem, isCostly, errors } = findNames(program.ast, site);
  const reason = errors.length === 0 ? prepareProgram(program) : undefined;
  const fault = reason === undefined ? undefined : cannotEvaluate(text, reason);
  const failure = errors[0] ?? fault;
  return {
    dependsOn,
    usesItem,
    errors: errors.map((error) => toPlanError(error, site, site.path)),
    faults: fault ? [toPlanError(fault, site, site.path)] : [],
    evaluate: failure
      ? thrower(failure)
      : (scope) => evaluate(text, (meter) => program(contextOf(scope, site, meter)), isCostly),
  };
}

function thrower(error: ExecutionError): () => never {
  return () => {
    throw error;
  };
}

function evaluate(text: string, run: (meter: Meter) => unknown, isCostly: boolean): boolean {
  const value = isCostly ? runWatched(text, run) : runMetered(text, run);
  if (typeof value === "boolean") return value;
  throw cannotEvaluate(text, `expected true or false, got ${kindOf(value)}`);
}

/** Most conditions read little: only those that turn out to read much are run again with a watch on them. */
function runMetered(text: string, run: (meter: Meter) => unknown): unknown {
  const meter: Meter = { left: freeReads };
  try {
    const value = run(meter);
    if (meter.left >= 0) return value;
  } catch (error) {
    if (meter.left >= 0) throw cannotEvaluate(text, reasonOf(error), error);
  }
  return runWatched(text, run);
}

function runWatched(text: string, run: (meter: Meter) => unknown): unknown {
  try {
    return runWithin(timeoutMs, () => run({ left: Number.POSITIVE_INFINITY }));
  } catch (error) {
    throw cannotEvaluate(text, reasonOf(error), error);
  }
}

function cannotEvaluate(text: string, reason: string, cause?: unknown): DslEvaluationError {
  const options = cause === undefined ? {} : { cause };
  return new DslEvaluationError(`Condition '${excerpt(text)}' cannot be evaluated: ${reason}`, options);
}

/** The names of a condition; steps that stand at its own place or later are not there. */
function contextOf(scope: ReferenceScope, site: ReferenceSite, meter: Meter): Record<string, unknown> {
  const resultOf = (index: number) => {
    const outcome = scope.outcome(index);
    return outcome.completed ? viewOf(outcome.result, meter) : null;
  };
  const earlierStep = (id: string) => {
    const index = site.ids.get(id);
    return index !== undefined && index < site.position ? index : undefined;
  };
  return {
    result: createListView({ length: site.position, at: resultOf }, meter),
    steps: createRecordView(
      {
        keys: () => [...site.ids.keys()].filter((id) => earlierStep(id) !== undefined),
        get: (id) => {
          const index = earlierStep(id);
          return index === undefined ? undefined : resultOf(index);
        },
      },
      meter,
    ),
    input: viewOf(scope.input, meter) ?? null,
    item: viewOf(scope.item, meter) ?? null,
    index: scope.index,
  };
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (value instanceof Map) return "a map";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
