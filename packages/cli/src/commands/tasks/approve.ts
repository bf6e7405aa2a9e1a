import type { Command } from "#command-line/command.ts";
import { expectTwo } from "#command-line/expect-arguments.ts";
import { parseCommandLine } from "#command-line/parse-command-line.ts";
import { parseStep } from "#tasks/step-name.ts";
import { storedTaskOptions, withStoredTasks } from "#tasks/stored-tasks.ts";
import { decisionText } from "#tasks/task-commands.ts";

/** `aiecs tasks approve` */
export const command: Command = {
  usage: "<id> <step> [options]",
  options: storedTaskOptions,
  notes: "\nA step is named by its index or its id; aiecs tasks show <id> tells which ones wait.",
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, storedTaskOptions);
    const [id, step] = expectTwo(positionals, "id", "step");
    const task = await withStoredTasks({ values, terminal }, (tasks) => tasks.approveStep(id, parseStep(step)));
    terminal.out.write(values.json ? `${JSON.stringify(task)}\n` : decisionText("Approved", task, step, values));
    return 0;
  },
};
