import { Call, type Middleware } from "../call.ts";
import { resolvedSystemParam, withoutSystemParams } from "../system-params.ts";

/** Puts earlier results in place of references; one that fails is an error, never passed on as text. */
export function resolveReferences(): Middleware {
  return (call, next) => next(call.resolve ? withResolved(call, call.resolve()) : call);
}

/** A user or a task that was itself a reference is known only now. */
function withResolved(call: Call, resolved: object): Call {
  const params = withoutSystemParams(resolved);
  if (params === resolved) return call.withParams(params);
  const userId = call.userId ?? resolvedSystemParam(resolved, "user_id");
  const givenTaskId = call.givenTaskId ?? resolvedSystemParam(resolved, "task_id");
  const { run, operation, stepIndex, record, cancellation, inner } = call;
  return new Call({ run, operation, params, stepIndex, userId, givenTaskId, record, cancellation, inner });
}
