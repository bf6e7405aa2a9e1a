import type { Middleware, PreparedOperation } from "../call.ts";

/** Parses the parameters with the operation's schema: after references, since a reference is not yet a value. */
export function validateInput({ validate }: Pick<PreparedOperation, "validate">): Middleware {
  return (call, next) => {
    const params = validate(call.params);
    return params instanceof Promise
      ? params.then((late) => next(call.withParams(late)))
      : next(call.withParams(params as object));
  };
}
