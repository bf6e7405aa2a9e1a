import type { Command } from "#command-line/command.ts";
import { expectOne } from "#command-line/expect-arguments.ts";
import { parseCommandLine } from "#command-line/parse-command-line.ts";
import { storedTaskOptions, withStoredTasks } from "#tasks/stored-tasks.ts";

/** `aiecs tasks delete` */
export const command: Command = {
  usage: "<id> [options]",
  options: storedTaskOptions,
  notes: "\nIts history, its results and the files it made are removed for good.",
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, storedTaskOptions);
    const id = expectOne(positionals, "id");
    await withStoredTasks({ values, terminal }, (tasks) => tasks.deleteTask(id));
    terminal.out.write(values.json ? `${JSON.stringify({ deleted: id })}\n` : `${id} is removed.\n`);
    return 0;
  },
};
