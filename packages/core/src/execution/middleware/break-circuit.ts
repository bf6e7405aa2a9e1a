import { CancelledError, OverloadedError } from "#contracts/errors.ts";
import type { Middleware } from "../call.ts";
import type { CircuitState } from "../circuit-state.ts";

/** Refuses calls for a while once the operation failed too often in a row. */
export function breakCircuit(circuit: CircuitState): Middleware {
  return async (call, next) => {
    circuit.enter();
    try {
      const output = await next(call);
      circuit.leave(true);
      return output;
    } catch (error) {
      if (error instanceof CancelledError || error instanceof OverloadedError) circuit.withdraw();
      else circuit.leave(false);
      throw error;
    }
  };
}
