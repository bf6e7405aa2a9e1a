import type { Command } from "#command-line/command.ts";
import { expectOne } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toolOptions } from "#config/open-tools.ts";
import { taskOptions } from "#config/task-settings.ts";
import { resumeTask } from "#tasks/resume-task.ts";

const options = {
  user: { type: "string", value: "id", description: "Whose task; by default one that belongs to no user" },
  wait: { type: "boolean", description: "Wait for approvals instead of ending" },
  json: { type: "boolean", description: "Print the step results as JSON, and nothing else, on standard output" },
  meta: { type: "boolean", description: "The same, with times, attempts and cache hits" },
  output: { type: "boolean", description: "Print the plan's output as JSON instead of the step results" },
  quiet: { type: "boolean", short: "q", description: "No progress and no summary" },
  ...taskOptions,
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs tasks resume` */
export const command: Command = {
  usage: "<id> [options]",
  options,
  notes: `
Runs what was interrupted, failed, was cancelled or has not run; what has completed is kept.

Exit codes are those of aiecs run.`,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    return resumeTask({
      terminal,
      taskId: expectOne(positionals, "id"),
      values,
      waitsForApproval: values.wait ?? false,
      print: values.output ? "output" : values.meta ? "meta" : values.json ? "results" : "text",
      quiet: values.quiet ?? false,
      debug: values.debug ?? false,
    });
  },
};
