import type { InputProblem } from "#command-line/input-error.ts";
import { createTextLocator, maxLocatedCharacters, parseTextPath } from "./text-locator.ts";

/** Adds line and column to problems that name only their path in a text. */
export async function placeProblems(problems: readonly InputProblem[], text: string): Promise<readonly InputProblem[]> {
  if (text.length > maxLocatedCharacters || problems.every(({ line }) => line !== undefined)) return problems;
  const locate = await createTextLocator(text);
  return problems.map((problem) =>
    problem.line !== undefined || problem.path === undefined
      ? problem
      : { ...problem, ...locate(parseTextPath(problem.path)) },
  );
}
