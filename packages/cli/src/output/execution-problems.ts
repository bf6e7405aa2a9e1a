import type { ExecutionError } from "@aiecs/core";
import type { InputProblem } from "#command-line/input-error.ts";

/** The single problems of an error: a plan's errors, a call's invalid parameters, or its one message. */
export function problemsOf(error: ExecutionError): InputProblem[] {
  const { errors, problems, didYouMean } = error.details;
  const list = Array.isArray(errors) ? errors : Array.isArray(problems) ? problems : [];
  const found = toProblems(list);
  if (found.length > 0) return found;
  return [{ message: error.message, didYouMean: textsOf(didYouMean) }];
}

/** The problems of such a list. */
export function toProblems(list: readonly unknown[]): InputProblem[] {
  return list.map(toProblem).filter((problem) => problem !== undefined);
}

function toProblem(item: unknown): InputProblem | undefined {
  if (typeof item === "string") return { message: item };
  if (typeof item !== "object" || item === null || !("message" in item)) return undefined;
  const { path, line, column, did_you_mean: similar }: Partial<Record<string, unknown>> = { ...item };
  return {
    message: String(item.message),
    path: typeof path === "string" ? path : undefined,
    line: typeof line === "number" ? line : undefined,
    column: typeof column === "number" ? column : undefined,
    didYouMean: textsOf(similar),
  };
}

function textsOf(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}
