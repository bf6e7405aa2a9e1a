import type { Command } from "#command-line/command.ts";
import { expectCount, expectOne } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toJson } from "#output/json.ts";
import { isWaiting } from "#tasks/perform-task.ts";
import { storedTaskOptions, withStoredTasks } from "#tasks/stored-tasks.ts";
import { approvalAdvice } from "#tasks/task-commands.ts";
import { taskText } from "#tasks/task-text.ts";

const options = {
  from: { type: "string", value: "n", description: "The first step to show; 0 by default" },
  limit: { type: "string", value: "n", description: "How many steps at most; 100 by default, 1000 at most" },
  all: { type: "boolean", description: "Also what failed before the task was resumed" },
  ...storedTaskOptions,
} as const satisfies OptionSpecs;

/** `aiecs tasks show` */
export const command: Command = {
  usage: "<id> [options]",
  options,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    const id = expectOne(positionals, "id");
    const wanted = {
      from: values.from === undefined || values.from === "0" ? undefined : expectCount(values.from, "--from"),
      limit: values.limit === undefined ? undefined : expectCount(values.limit, "--limit"),
      all: values.all,
    };
    const { task, history } = await withStoredTasks({ values, terminal }, async (tasks) => ({
      task: await tasks.getTask(id),
      history: await tasks.getTaskHistory(id, wanted),
    }));
    const { out } = terminal;
    if (values.json) {
      out.write(`${toJson({ ...task, history })}\n`);
      return 0;
    }
    out.write(taskText(task, history.steps, out));
    if (history.next !== null) out.write(`\nThere are more: --from ${history.next}\n`);
    if (isWaiting(task)) out.write(`\n${approvalAdvice(task, values)}\n`);
    return 0;
  },
};
