import { analyzePlan, type Plan, type PlanAnalysis } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectOne } from "#command-line/expect-arguments.ts";
import type { InputProblem } from "#command-line/input-error.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { openTools, toolOptions } from "#config/open-tools.ts";
import { inputOptions, readInput } from "#input/read-input.ts";
import { operationsOf, readPlanDraft } from "#input/read-plan.ts";
import { toProblems } from "#output/execution-problems.ts";
import { problemLines } from "#output/problem-lines.ts";
import { counted, styled } from "#output/text.ts";

const options = {
  ...inputOptions,
  json: { type: "boolean", description: "Print the whole analysis as JSON" },
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs check` */
export const command: Command = {
  usage: "<plan.yaml|plan.json|-> [options]",
  options,
  notes: "\nExit codes: 0 the plan is valid, 2 it is not.",
  async run(args, { out, err }) {
    const { values, positionals } = parseCommandLine(args, options);
    const path = expectOne(positionals, "plan");
    const input = await readInput(values);
    const { plan, name, place } = await readPlanDraft(path);
    await using opened = await openTools(values, { uses: operationsOf(plan) });
    const analysis = analyzePlan(plan, { tools: opened.tools, ...(input && { input }) });
    const problems = await place(toProblems(analysis.errors));
    if (values.json) {
      const errors = analysis.errors.map((error, index) => ({ ...error, ...positionOf(problems[index]) }));
      out.write(`${JSON.stringify({ ...analysis, errors })}\n`);
    }
    if (analysis.valid) {
      if (!values.json) out.write(`${styled("green", "Valid", out)}: ${name}\n${graphSummary(plan, analysis)}`);
      return 0;
    }
    for (const line of await problemLines(problems, name)) err.write(`${line}\n`);
    err.write(`${counted(problems.length, "problem")} in ${name}\n`);
    return 2;
  },
};

function positionOf(problem: InputProblem | undefined): Pick<InputProblem, "line" | "column"> {
  return problem?.line === undefined ? {} : { line: problem.line, column: problem.column };
}

function graphSummary(plan: Plan, { levels, critical_path: path }: PlanAnalysis): string {
  const widest = Math.max(0, ...levels.map((level) => level.length));
  const nameOf = (index: number): string => plan.steps[index]?.id ?? `[${index}]`;
  const lines = [
    `${counted(plan.steps.length, "step")} in ${counted(levels.length, "level")}, at most ${widest} side by side`,
    `longest chain: ${path.map(nameOf).join(" → ")}`,
  ];
  return `${lines.map((line) => `  ${line}`).join("\n")}\n`;
}
