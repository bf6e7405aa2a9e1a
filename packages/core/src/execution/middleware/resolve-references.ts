import type { Middleware } from "../call.ts";

/** Puts earlier results in place of references; one that fails is an error, never passed on as text. */
export function resolveReferences(): Middleware {
  return (call, next) => next(call.resolve ? call.withParams(call.resolve()) : call);
}
