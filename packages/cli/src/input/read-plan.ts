import { ExecutionError, type Plan, parsePlan } from "@aiecs/core";
import { InputError, type InputProblem } from "#command-line/input-error.ts";
import { problemsOf } from "#output/execution-problems.ts";
import { placeProblems } from "./place-problems.ts";
import { readSource } from "./read-source.ts";

/** A plan, and where it came from. */
export type PlanSource = {
  readonly plan: Plan;
  /** What messages call the place. */
  readonly name: string;
  /** Adds line and column to problems that name only their path in the plan. */
  readonly place: (problems: readonly InputProblem[]) => Promise<readonly InputProblem[]>;
};

/** Reads a plan from a file, or from standard input for `-`. @throws InputError with every problem of its shape */
export async function readPlan(path: string): Promise<PlanSource> {
  const { name, bytes } = await readSource(path);
  try {
    const plan = parsePlan(bytes);
    return { plan, name, place: (problems) => placeProblems(problems, new TextDecoder().decode(bytes)) };
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    throw new InputError("The plan is not valid", { file: name, problems: problemsOf(error), cause: error });
  }
}
