import type { ErrorCode } from "@aiecs/core";
import { InputError, type InputProblem } from "#command-line/input-error.ts";
import type { PlanSource } from "#input/read-plan.ts";
import { problemsOf } from "./execution-problems.ts";
import { suggestionsOf } from "./problem-lines.ts";

type WireProblem = {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly did_you_mean?: readonly string[];
};

/** What `--json` prints when there is no result: the code, a sentence, and every single problem. */
export type ProblemObject = {
  /** Null for a bug, which is no error that has a code. */
  readonly code: ErrorCode | null;
  readonly detail: string;
  readonly errors: readonly WireProblem[];
};

/** An error as `--json` prints it. Carries no stack. */
export async function problemObject(error: unknown, source?: PlanSource): Promise<ProblemObject> {
  if (error instanceof InputError) {
    const detail = error.file === undefined ? error.message : `${error.file}: ${error.message}`;
    return { code: "E001", detail, errors: await wireProblems(error.problems) };
  }
  const { ExecutionError } = await import("@aiecs/core");
  if (error instanceof ExecutionError) {
    const problems = problemsOf(error);
    const placed = (await source?.place(problems)) ?? problems;
    return { code: error.code, detail: error.message, errors: await wireProblems(placed) };
  }
  return { code: null, detail: error instanceof Error ? error.message : String(error), errors: [] };
}

function wireProblems(problems: readonly InputProblem[]): Promise<WireProblem[]> {
  return Promise.all(problems.map(wireProblem));
}

async function wireProblem(problem: InputProblem): Promise<WireProblem> {
  const { message, path, line, column } = problem;
  const similar = await suggestionsOf(problem);
  return {
    message,
    ...(path !== undefined && path !== "" && { path }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(similar.length > 0 && { did_you_mean: similar }),
  };
}
