import type { Call, Middleware } from "../call.ts";
import { resolvedSystemParam, withoutSystemParams } from "../system-params.ts";

/** Puts earlier results in place of references; one that fails is an error, never passed on as text. */
export function resolveReferences(): Middleware {
  return (call, next) => {
    if (call.resolve) fillIn(call, call.resolve());
    return next(call);
  };
}

/** A user or a task that was itself a reference is known only now. */
function fillIn(call: Call, resolved: object): void {
  call.params = withoutSystemParams(resolved);
  if (call.params === resolved) return;
  call.userId ??= resolvedSystemParam(resolved, "user_id");
  call.givenTaskId ??= resolvedSystemParam(resolved, "task_id");
}
