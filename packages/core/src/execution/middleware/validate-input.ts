import type { Call, Middleware, PreparedOperation } from "../call.ts";
import type { Services } from "../services.ts";
import { toOperationError } from "../to-execution-error.ts";

/** Parses the parameters with the operation's schema: after references, since a reference is not yet a value. */
export function validateInput(
  { name, validate }: Pick<PreparedOperation, "name" | "validate">,
  { clock }: Services,
): Middleware {
  const refuse = (thrown: unknown): never => {
    throw toOperationError(thrown, name);
  };
  return (call, next) => {
    let params: unknown;
    try {
      params = validate(call.params);
    } catch (thrown) {
      return refuse(thrown);
    }
    if (!(params instanceof Promise)) return next(withParams(call, params));
    return params.catch(refuse).then((late: unknown) => {
      call.clockMs = clock.monotonicMs();
      return next(withParams(call, late));
    });
  };
}

/** What a schema makes of an object need not be one, but nobody before the operation looks into it. */
function withParams(call: Call, params: unknown): Call {
  call.params = params as object;
  return call;
}
