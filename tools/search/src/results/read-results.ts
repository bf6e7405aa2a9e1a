import { ValidationError } from "@aiecs/core/toolkit";
import { describeValue, isObject, own, ownNumber, ownText, ownTime, type PlainObject } from "./plain-object.ts";

/** One result that was handed in, with the step it is of, when it came as a step result. */
export type FoundResult = {
  readonly step: string | null;
  /** Null when the step has none. */
  readonly result: PlainObject | null;
  /** Why the step has no result; null when it has. */
  readonly failure: StepFailure | null;
  /** When the step started or the result was measured; null when nothing tells. */
  readonly time: string | number | null;
};

export type StepFailure = { readonly status: string; readonly code: string | null; readonly message: string };

const maxResults = 1_000;

/**
 * The results in a parameter: one, a list of them, or step results (as objects or in the wire form with its seven keys).
 *
 * @throws E001 naming every item that is no result
 */
export function readResults(value: unknown, parameter: string): readonly FoundResult[] {
  const items = Array.isArray(value) ? value : [value];
  if (items.length > maxResults) {
    throw new ValidationError(`Invalid ${parameter}: expected at most ${maxResults} results, received ${items.length}`);
  }
  const problems: string[] = [];
  const found = items.flatMap((item, index): FoundResult[] => {
    if (isStepResult(item)) return [readStep(item)];
    if (isObject(item)) return [{ step: null, result: item, failure: null, time: ownTime(item) }];
    problems.push(
      `${Array.isArray(value) ? `${parameter}[${index}]` : parameter}: expected a result or a step result, received ${describeValue(item)}`,
    );
    return [];
  });
  if (problems.length > 0) throw new ValidationError(`Invalid ${parameter}: ${problems.slice(0, 20).join("; ")}`);
  return found;
}

/** Whether a value is how a step ended, as an object or as JSON. */
export function isStepResult(value: unknown): value is PlainObject {
  return (
    isObject(value) &&
    typeof own(value, "step") === "string" &&
    typeof own(value, "completed") === "boolean" &&
    typeof own(value, "status") === "string" &&
    own(value, "result") !== undefined
  );
}

function readStep(item: PlainObject): FoundResult {
  // Where steps run side by side, their names begin with their place, which may change from one time to the next.
  const step = (ownText(item, "step") ?? "step").replace(/^parallel_\d+_/, "");
  const started = ownNumber(item, "startedAt");
  const startedAt = started === null ? ownText(own(item, "meta"), "started_at") : new Date(started).toISOString();
  if (own(item, "completed") !== true) {
    const message =
      ownText(item, "errorMessage") ??
      ownText(item, "error_message") ??
      ownText(item, "message") ??
      "no reason is told";
    const code = ownText(item, "errorCode") ?? ownText(item, "error_code");
    const failure = { status: ownText(item, "status") ?? "failed", code, message };
    return { step, result: null, failure, time: startedAt };
  }
  const result = own(item, "result");
  return {
    step,
    result: isObject(result) ? result : { value: result },
    failure: null,
    time: ownTime(result) ?? startedAt,
  };
}
