import type { ExecutionError } from "@aiecs/core";
import { InputError, type InputProblem } from "#command-line/input-error.ts";
import type { PlanSource } from "#input/read-plan.ts";
import { problemsOf } from "./execution-problems.ts";
import { problemLines, suggestionText } from "./problem-lines.ts";
import { problemObject } from "./problem-object.ts";
import type { Terminal } from "./terminal.ts";
import { printable, styled } from "./text.ts";

export type ReportOptions = {
  readonly terminal: Terminal;
  /** Print a problem object on standard output as well. */
  readonly json: boolean;
  /** Print stacks. */
  readonly debug: boolean;
  /** The plan that the error's paths lead into. */
  readonly source?: PlanSource;
};

const bugExitCode = 70;

/** Says what went wrong, on standard error, and returns the exit code that belongs to it. */
export async function reportError(error: unknown, options: ReportOptions): Promise<number> {
  const { terminal, json, debug } = options;
  if (json) terminal.out.write(`${JSON.stringify(await problemObject(error, options.source))}\n`);
  const say = (text: string): void => terminal.err.write(`${printable(text)}\n`);
  const headline = (text: string): void => say(`${styled("red", "aiecs:", terminal.err)} ${text}`);

  if (error instanceof InputError) {
    const { message, file, problems } = error;
    const [first] = problems;
    // A single problem that says the same is no second line.
    const isSame = first?.message === message && problems.length === 1;
    headline(`${file === undefined ? "" : `${file}: `}${message}${isSame ? await suggestionText(first) : ""}`);
    for (const line of isSame ? [] : await problemLines(problems, file)) say(`  ${line}`);
    if (error.hint !== undefined) say(`${error.hint}.`);
    return error.exitCode;
  }
  const { ExecutionError, exitCodeOf } = await import("@aiecs/core");
  if (error instanceof ExecutionError) {
    const found = problemsOf(error);
    const problems = (await options.source?.place(found)) ?? found;
    const lines = await problemLines(problems, options.source?.name);
    if (problems.length > 1) {
      headline(summaryOf(error, problems.length));
      for (const line of lines) say(`  ${line}`);
    } else headline(await singleText(error, problems[0], lines[0]));
    if (debug && error.stack !== undefined) say(error.stack);
    return exitCodeOf(error);
  }
  headline(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  say("This is a bug: nothing that you give aiecs should end like this.");
  if (!debug) say("Run the command again with --debug to see where it happened.");
  else if (error instanceof Error && error.stack !== undefined) say(error.stack);
  return bugExitCode;
}

/** One problem on one line: at its place where that is known, else the error's own message, which says more. */
async function singleText(error: ExecutionError, problem: InputProblem | undefined, line = ""): Promise<string> {
  if (!problem || problem.line !== undefined) return line || error.message;
  return error.message + (await suggestionText(problem));
}

/** A message that holds all problems in one line is cut where the list below says the same. */
function summaryOf({ message }: ExecutionError, count: number): string {
  const [first = message] = message.split(/[:;\n]/, 1);
  return first.includes("problem") ? first : `${first}: ${count} problems`;
}
