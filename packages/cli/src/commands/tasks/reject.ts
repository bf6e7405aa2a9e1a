import type { Command } from "#command-line/command.ts";
import { expectTwo } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { parseStep } from "#tasks/step-name.ts";
import { storedTaskOptions, withStoredTasks } from "#tasks/stored-tasks.ts";
import { decisionText } from "#tasks/task-commands.ts";

const options = {
  reason: { type: "string", value: "text", description: "Why; the step's error says it" },
  ...storedTaskOptions,
} as const satisfies OptionSpecs;

/** `aiecs tasks reject` */
export const command: Command = {
  usage: "<id> <step> [options]",
  options,
  notes: "\nA step is named by its index or its id; aiecs tasks show <id> tells which ones wait.",
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    const [id, step] = expectTwo(positionals, "id", "step");
    const { reason } = values;
    const task = await withStoredTasks({ values, terminal }, (tasks) => tasks.rejectStep(id, parseStep(step), reason));
    terminal.out.write(values.json ? `${JSON.stringify(task)}\n` : decisionText("Rejected", task, step, values));
    return 0;
  },
};
