import {
  DslEvaluationError,
  type ErrorDetails,
  type ExecutionError,
  OperationNotFoundError,
  ToolNotFoundError,
  ValidationError,
} from "#contracts/errors.ts";
import type { PlanError } from "#contracts/plan.ts";

/**
 * Rejects a call for what is wrong with it: with the one error itself, or with a list of all of them. `details.errors`
 * is the list either way.
 */
export function rejectErrors(errors: readonly PlanError[]): void {
  const [first] = errors;
  if (!first) return;
  if (errors.length === 1) throw asError(first, { errors });
  const lines = errors.map(({ path, message }) => `${path}: ${message}`);
  throw new ValidationError(`${errors.length} problems: ${lines.join("; ")}`, { details: { errors } });
}

function asError(error: PlanError, details: ErrorDetails): ExecutionError {
  const { code, message } = error;
  if (code === "E001") return new ValidationError(message, { details });
  if (code === "E007") return new DslEvaluationError(message, { details });
  const named = error.did_you_mean ? { ...details, didYouMean: error.did_you_mean } : details;
  const NotFound = message.startsWith("Tool ") ? ToolNotFoundError : OperationNotFoundError;
  return new NotFound(message, { details: named });
}
