import { analyzePlan } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectChoice, expectOne } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { openTools, toolOptions } from "#config/open-tools.ts";
import { toDot } from "#graph/dot.ts";
import { toMermaid } from "#graph/mermaid.ts";
import { type PlanGraph, toPlanGraph } from "#graph/plan-graph.ts";
import { toSvg } from "#graph/svg.ts";
import { operationsOf, readPlan } from "#input/read-plan.ts";
import { toProblems } from "#output/execution-problems.ts";
import { problemLines } from "#output/problem-lines.ts";

const formats: { readonly [format: string]: (graph: PlanGraph) => string } = {
  mermaid: toMermaid,
  dot: toDot,
  svg: toSvg,
};

const options = {
  format: { type: "string", value: "mermaid|dot|svg", description: "mermaid by default" },
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs graph` */
export const command: Command = {
  usage: "<plan.yaml|plan.json|-> [options]",
  options,
  notes: `
Example:
  aiecs graph plan.yaml --format svg > plan.svg`,
  async run(args, { out, err }) {
    const { values, positionals } = parseCommandLine(args, options);
    const path = expectOne(positionals, "plan");
    const format = expectChoice(values.format ?? "mermaid", Object.keys(formats), "--format");
    const { plan, name, place } = await readPlan(path);
    await using opened = await openTools(values, { uses: operationsOf(plan) });
    const analysis = analyzePlan(plan, { tools: opened.tools });
    const problems = await place(toProblems(analysis.errors));
    for (const line of await problemLines(problems, name)) err.write(`${line}\n`);
    const drawn = analysis.levels.flat().length === plan.steps.length;
    // A plan whose operations are unknown can be drawn; one whose references are wrong, or go round, has no graph.
    if (drawn) out.write(formats[format]?.(toPlanGraph(plan, analysis)) ?? "");
    return analysis.valid ? 0 : 2;
  },
};
