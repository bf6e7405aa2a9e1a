import { ValidationError } from "#contracts/errors.ts";
import type { Cancellation } from "#contracts/rate-limiter.ts";
import { Call } from "./call.ts";
import { refuseForbidden } from "./refuse-forbidden.ts";
import type { Services } from "./services.ts";
import { asParams, withoutSystemParams } from "./system-params.ts";

const maxDepth = 32;

export type NestedCall = {
  readonly caller: Call;
  readonly cancellation: Cancellation;
  readonly spec: string;
  readonly params: object | null | undefined;
  /** Which of its caller's calls it is, from 0. */
  readonly number: number;
};

/** Runs an operation on behalf of another one: same user, task and slot, and it ends when its caller is cancelled. */
export async function callNested(services: Services, nested: NestedCall): Promise<unknown> {
  const { caller, cancellation, spec, params, number } = nested;
  const depth = (caller.inner?.depth ?? 0) + 1;
  if (depth > maxDepth) {
    throw new ValidationError(`${spec}: operations call each other more than ${maxDepth} deep; is there a loop?`);
  }
  const { run, stepIndex, userId, givenTaskId } = caller;
  if (run.allow) refuseForbidden([spec], run.allow, services.tools);
  const operation = services.operations.get(spec);
  const call = new Call({
    run,
    operation,
    params: withoutSystemParams(asParams(spec, params)),
    stepIndex,
    userId,
    givenTaskId,
    cancellation,
    inner: { caller, depth, key: `${caller.inner?.key ?? ""}/${number}` },
  });
  return operation.run(call);
}
