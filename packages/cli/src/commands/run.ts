import type { ListOptions } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectChoice, expectCount, expectOne } from "#command-line/expect-arguments.ts";
import { InputError } from "#command-line/input-error.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toolOptions } from "#config/open-tools.ts";
import { inputOptions, readInput } from "#input/read-input.ts";
import { readPlan } from "#input/read-plan.ts";
import { modes } from "#run/modes.ts";
import { runPlan } from "#run/run-plan.ts";

const options = {
  ...inputOptions,
  mode: { type: "string", value: modes.join("|"), description: "How the steps are run; plan by default" },
  user: { type: "string", value: "id", description: "The user the work is done for" },
  "task-id": { type: "string", value: "id", description: "The id of this run" },
  concurrency: { type: "string", value: "n", description: "How many steps run at once" },
  "stop-on-failure": { type: "boolean", description: "Start no further step once one has failed" },
  strict: { type: "boolean", description: "Run nothing when check would find a problem" },
  json: { type: "boolean", description: "Print the step results as JSON, and nothing else, on standard output" },
  meta: { type: "boolean", description: "The same, with times, attempts and cache hits" },
  output: { type: "boolean", description: "Print the plan's output as JSON instead of the step results" },
  quiet: { type: "boolean", short: "q", description: "No progress and no summary" },
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs run` */
export const command: Command = {
  usage: "<plan.yaml|plan.json|-> [options]",
  options,
  notes: `
Examples:
  aiecs run plan.yaml --input date=2026-01-31
  cat plan.json | aiecs run - --json | jq '.[-1].result'

Exit codes: 0 done, 1 a step failed, 2 invalid plan or parameters, 3 timed out, 4 cancelled, 5 every attempt failed,
6 history not written, 70 a bug. Ctrl-C cancels; what has completed is told.`,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    const path = expectOne(positionals, "plan");
    const mode = expectChoice(values.mode ?? "plan", modes, "--mode");
    if (values.output && mode !== "plan") throw new InputError(`--output goes with --mode plan; ${mode} has none`);
    const listOptions: ListOptions = {
      userId: values.user,
      taskId: values["task-id"],
      concurrency: values.concurrency === undefined ? undefined : expectCount(values.concurrency, "--concurrency"),
      strict: values.strict,
      stopOnFailure: values["stop-on-failure"],
      input: await readInput(values),
    };
    const source = await readPlan(path);
    return runPlan({
      terminal,
      source,
      mode,
      listOptions,
      tools: values,
      print: values.output ? "output" : values.meta ? "meta" : values.json ? "results" : "text",
      quiet: values.quiet ?? false,
      debug: values.debug ?? false,
    });
  },
};
