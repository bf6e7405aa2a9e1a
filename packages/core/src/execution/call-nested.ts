import { ValidationError } from "#contracts/errors.ts";
import type { Cancellation } from "#contracts/rate-limiter.ts";
import { Call, createCallRecord } from "./call.ts";
import type { Services } from "./services.ts";

const maxDepth = 32;

/** Runs an operation on behalf of another one: same user, task and slot, and it ends when its caller is cancelled. */
export async function callNested(
  services: Services,
  caller: Call,
  cancellation: Cancellation,
  spec: string,
  params: object,
): Promise<unknown> {
  const depth = caller.depth + 1;
  if (depth > maxDepth) {
    throw new ValidationError(`${spec}: operations call each other more than ${maxDepth} deep; is there a loop?`);
  }
  const operation = services.operations.get(spec);
  const { run, stepIndex, userId, givenTaskId } = caller;
  const record = createCallRecord();
  const call = new Call({
    run,
    operation,
    params,
    stepIndex,
    userId,
    givenTaskId,
    record,
    cancellation,
    depth,
    quiet: true,
  });
  return operation.run(call);
}
