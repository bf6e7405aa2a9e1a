import type { ExecutionError } from "#contracts/errors.ts";
import type { PlanError } from "#contracts/plan.ts";
import type { ReferenceSite } from "./reference-site.ts";

/** An error found before anything runs, as the analysis of a plan tells it. */
export function toPlanError(error: ExecutionError, site: ReferenceSite, path: string): PlanError {
  const hints = error.details.didYouMean;
  return {
    code: error.code === "E007" ? "E007" : "E001",
    message: error.message,
    step: site.position < site.total ? site.position - site.previousCount : null,
    path,
    ...(isStrings(hints) && hints.length > 0 && { did_you_mean: hints }),
  };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}
