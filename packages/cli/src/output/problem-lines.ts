import type { InputProblem } from "#command-line/input-error.ts";
import { counted, printable } from "./text.ts";

const maxLines = 100;

/** Problems as people read them, in the order of the file: `plan.yaml:4:9: steps[1].params.df: …`. */
export async function problemLines(problems: readonly InputProblem[], file: string | undefined): Promise<string[]> {
  const inOrder = problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  const lines = await Promise.all(inOrder.slice(0, maxLines).map((problem) => lineOf(problem, file)));
  const rest = problems.length - lines.length;
  return rest > 0 ? [...lines, `… and ${counted(rest, "more problem")}`] : lines;
}

async function lineOf(problem: InputProblem, file: string | undefined): Promise<string> {
  const place = [file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
  const parts = [place, problem.path ?? "", problem.message].filter((part) => part !== "");
  return printable(parts.join(": ")) + (await suggestionText(problem));
}

/** ` (did you mean …?)`, where there is something to suggest that the message does not say itself. */
export async function suggestionText(problem: InputProblem): Promise<string> {
  const similar = await suggestionsOf(problem);
  if (similar.length === 0 || problem.message.includes("did you mean")) return "";
  return ` (did you mean ${similar.join(" or ")}?)`;
}

/** The known names closest to the one that is not known. */
export async function suggestionsOf({ unknown, didYouMean }: InputProblem): Promise<readonly string[]> {
  if (didYouMean !== undefined) return didYouMean;
  if (unknown === undefined) return [];
  const { didYouMean: closest } = await import("@aiecs/core/toolkit");
  return closest(unknown.name, unknown.known);
}
