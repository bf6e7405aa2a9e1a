import type { Middleware, PreparedOperation } from "../call.ts";
import type { Services } from "../services.ts";
import { toOperationError } from "../to-execution-error.ts";

/** Parses the parameters with the operation's schema: after references, since a reference is not yet a value. */
export function validateInput(
  { name, validate }: Pick<PreparedOperation, "name" | "validate">,
  { clock }: Services,
): Middleware {
  return (call, next) => {
    let params: unknown;
    try {
      params = validate(call.params);
    } catch (thrown) {
      throw toOperationError(thrown, name);
    }
    if (!(params instanceof Promise)) return next(call.withParams(params as object));
    const late = params.catch((thrown: unknown) => Promise.reject(toOperationError(thrown, name)));
    return late.then((valid) => {
      call.record.clockMs = clock.monotonicMs();
      return next(call.withParams(valid));
    });
  };
}
