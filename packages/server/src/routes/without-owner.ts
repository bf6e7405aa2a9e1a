import { isObject } from "./is-object.ts";

/**
 * Parameters without `user_id` and `task_id`: whose a call is, is said by the credential and by nothing that a body holds.
 * What has none of them stays the object it is.
 */
export function paramsWithoutOwner<P>(params: P): P {
  if (!isObject(params) || !("user_id" in params || "task_id" in params)) return params;
  const { user_id: _user, task_id: _task, ...own } = params;
  return own as P;
}

/** The same of an operation call, a tool call or a step. */
export function callWithoutOwner<C>(call: C): C {
  if (!isObject(call)) return call;
  const { params } = call;
  const own = paramsWithoutOwner(params);
  return own === params ? call : { ...call, params: own };
}

/** The same of all steps of a plan, of a list of steps, or of a single one. */
export function planWithoutOwner<P>(plan: P): P {
  if (Array.isArray(plan)) return plan.map(callWithoutOwner) as P;
  if (!isObject(plan)) return plan;
  const { steps } = plan;
  if (!Array.isArray(steps)) return callWithoutOwner(plan);
  return { ...plan, steps: steps.map(callWithoutOwner) };
}
