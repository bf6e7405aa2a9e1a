import { analyzePlan, ExecutionError, type Plan, parsePlan } from "@aiecs/core";
import { InputError, type InputProblem } from "#command-line/input-error.ts";
import { problemsOf, toProblems } from "#output/execution-problems.ts";
import { placeProblems } from "./place-problems.ts";
import { readSource } from "./read-source.ts";
import { parseData } from "./text-locator.ts";

/** A plan, and where it came from. */
export type PlanSource = {
  readonly plan: Plan;
  /** What messages call the place. */
  readonly name: string;
  /** Whether it has the shape of a plan. One that has not can be analysed, and nothing else. */
  readonly wellFormed: boolean;
  /** Adds line and column to problems that name only their path in the plan. */
  readonly place: (problems: readonly InputProblem[]) => Promise<readonly InputProblem[]>;
};

/** Reads a plan from a file, or from standard input for `-`. @throws InputError with every problem of shape and references */
export async function readPlan(path: string): Promise<PlanSource> {
  const source = await readPlanDraft(path);
  if (source.wellFormed) return source;
  const problems = await source.place(toProblems(analyzePlan(source.plan).errors));
  throw new InputError("The plan is not valid", { file: source.name, problems });
}

/** The same for a plan that may have mistakes in its shape. @throws InputError when it is no data at all */
export async function readPlanDraft(path: string): Promise<PlanSource> {
  const { name, bytes } = await readSource(path);
  const text = new TextDecoder().decode(bytes);
  const place: PlanSource["place"] = (problems) => placeProblems(problems, text);
  try {
    return { plan: parsePlan(bytes), name, wellFormed: true, place };
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
    const data = await parseData(text);
    if (isDraft(data)) return { plan: data, name, wellFormed: false, place };
    throw new InputError("The plan is not valid", { file: name, problems: problemsOf(error), cause: error });
  }
}

/** The operations that a plan names; a draft may say anything in their place. */
export function operationsOf({ steps }: Plan): readonly string[] {
  const operations: readonly unknown[] = steps.map((step) => step?.operation);
  return operations.filter((operation) => typeof operation === "string");
}

/** Whether data is enough of a plan to be analysed, which never throws for what is wrong with it. */
function isDraft(data: unknown): data is Plan {
  return typeof data === "object" && data !== null && "steps" in data && Array.isArray(data.steps);
}
