import { TaskStatus } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectChoice, expectCount, expectNone } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { storedTaskOptions, withStoredTasks } from "#tasks/stored-tasks.ts";
import { taskTable } from "#tasks/task-text.ts";
import { NoDatabaseError } from "#tasks/with-tasks.ts";

const statuses = Object.values(TaskStatus);

const options = {
  status: { type: "string", multiple: true, value: statuses.join("|"), description: "Only those of that status" },
  name: { type: "string", value: "name", description: "Only those of plans of that name" },
  limit: { type: "string", value: "n", description: "How many at most; 100 by default, 1000 at most" },
  cursor: { type: "string", value: "text", description: "Where an earlier list ended" },
  ...storedTaskOptions,
} as const satisfies OptionSpecs;

/** `aiecs tasks list` */
export const command: Command = {
  usage: "[options]",
  options,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    expectNone(positionals);
    const filter = {
      status: values.status?.map((status) => expectChoice(status, statuses, "--status")),
      name: values.name,
      limit: values.limit === undefined ? undefined : expectCount(values.limit, "--limit"),
      cursor: values.cursor,
    };
    const page = await withStoredTasks({ values, terminal }, (tasks) => tasks.listTasks(filter)).catch(
      (error: unknown) => {
        if (!(error instanceof NoDatabaseError)) throw error;
        return { tasks: [], cursor: null };
      },
    );
    const { out } = terminal;
    if (values.json) out.write(`${JSON.stringify(page)}\n`);
    else if (page.tasks.length === 0) out.write("No tasks.\n");
    else out.write(taskTable(page.tasks, out));
    if (!values.json && page.cursor !== null) out.write(`\nThere are more: --cursor ${page.cursor}\n`);
    return 0;
  },
};
