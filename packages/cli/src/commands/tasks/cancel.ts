import type { Command } from "#command-line/command.ts";
import { expectOne } from "#command-line/expect-arguments.ts";
import { parseCommandLine } from "#command-line/parse-command-line.ts";
import { storedTaskOptions, withStoredTasks } from "#tasks/stored-tasks.ts";

/** `aiecs tasks cancel` */
export const command: Command = {
  usage: "<id> [options]",
  options: storedTaskOptions,
  notes: "\nA task that runs elsewhere is told to stop; one that has ended stays as it is.",
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, storedTaskOptions);
    const id = expectOne(positionals, "id");
    const { before, task } = await withStoredTasks({ values, terminal }, async (tasks) => ({
      before: await tasks.getTask(id),
      task: await tasks.cancelTask(id),
    }));
    const { out } = terminal;
    if (values.json) out.write(`${JSON.stringify(task)}\n`);
    else if (before.ended_at !== null) out.write(`${id} had ended before: ${before.status}\n`);
    else if (task.ended_at !== null) out.write(`${id} is ${task.status}\n`);
    else out.write(`${id} is told to stop; aiecs tasks show ${id} tells when it has\n`);
    return 0;
  },
};
