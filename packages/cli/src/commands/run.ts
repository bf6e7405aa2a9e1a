import type { ListOptions } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectChoice, expectCount, expectOne } from "#command-line/expect-arguments.ts";
import { InputError } from "#command-line/input-error.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toolOptions } from "#config/open-tools.ts";
import { taskOptions } from "#config/task-settings.ts";
import { inputOptions, readInput } from "#input/read-input.ts";
import { readPlan } from "#input/read-plan.ts";
import { modes } from "#run/modes.ts";
import { runPlan } from "#run/run-plan.ts";
import { handOverOption, laneOf } from "#services/lanes.ts";

const options = {
  ...inputOptions,
  mode: { type: "string", value: modes.join("|"), description: "How the steps are run; plan by default" },
  user: { type: "string", value: "id", description: "The user the work is done for" },
  "task-id": {
    type: "string",
    value: "id",
    description: "Keep the run under this id; the same command goes on with it",
  },
  task: { type: "string", value: "id", description: "The same as --task-id" },
  ...handOverOption,
  wait: { type: "boolean", description: "With --task-id or --queue: wait for approvals instead of ending" },
  ...taskOptions,
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
  aiecs run plan.yaml --task-id monthly-report
  aiecs run plan.yaml --queue heavy_tasks

A run with --task-id is durable: each step that has completed is kept. After Ctrl-C or a crash the same command goes on
behind them. A run that has ended is not run again: what it gave is printed. With --queue others run the steps, those that
share this command's database and Redis (aiecs worker); Ctrl-C cancels there, too.

Exit codes: 0 done, 1 a step failed, 2 invalid plan or parameters, 3 timed out, 4 cancelled, 5 every attempt failed,
6 database, 70 a bug, 75 a step waits for an approval. Ctrl-C cancels; what has completed is told.`,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    const path = expectOne(positionals, "plan");
    const mode = expectChoice(values.mode ?? "plan", modes, "--mode");
    if (values.output && mode !== "plan") throw new InputError(`--output goes with --mode plan; ${mode} has none`);
    const lane = values.queue === undefined ? undefined : laneOf(values.queue);
    const taskId = taskIdOf(values);
    const listOptions: ListOptions = {
      userId: values.user,
      concurrency: values.concurrency === undefined ? undefined : expectCount(values.concurrency, "--concurrency"),
      strict: values.strict,
      stopOnFailure: values["stop-on-failure"],
      input: await readInput(values),
    };
    const source = await readPlan(path);
    const shown = {
      terminal,
      source,
      mode,
      listOptions,
      values,
      print: values.output ? "output" : values.meta ? "meta" : values.json ? "results" : "text",
      quiet: values.quiet ?? false,
      debug: values.debug ?? false,
    } as const;
    if (taskId === undefined && lane === undefined) return runPlan(shown);
    const { runTask } = await import("#run/run-task.ts");
    return runTask({ ...shown, taskId, lane, waitsForApproval: values.wait ?? false });
  },
};

type TaskIds = {
  readonly "task-id"?: string | undefined;
  readonly task?: string | undefined;
  readonly queue?: string | undefined;
  readonly wait?: boolean | undefined;
  readonly database?: string | undefined;
};

function taskIdOf({ "task-id": taskId, task, queue, wait, database }: TaskIds): string | undefined {
  if (taskId !== undefined && task !== undefined && taskId !== task) {
    throw new InputError(`--task is the same as --task-id, and they differ: ${task} and ${taskId}`);
  }
  const id = taskId ?? task;
  const alone = wait ? "--wait" : database !== undefined ? "--database" : undefined;
  if (id === undefined && queue === undefined && alone !== undefined) {
    throw new InputError(`${alone} goes with --task-id, which is missing`);
  }
  return id;
}
