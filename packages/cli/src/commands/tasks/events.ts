import { type TaskEvent, toWireEvent } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectCount, expectOne } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { listenForInterrupt } from "#run/interrupt.ts";
import { eventLine } from "#tasks/event-line.ts";
import { storedTaskOptions, withStoredTasks } from "#tasks/stored-tasks.ts";

const options = {
  follow: { type: "boolean", short: "f", description: "Go on as events come, until the task has ended" },
  after: { type: "string", value: "n", description: "Only those behind the event of that number" },
  ...storedTaskOptions,
} as const satisfies OptionSpecs;

/** `aiecs tasks events` */
export const command: Command = {
  usage: "<id> [options]",
  options,
  notes: "\nWith --json each event is a line of its own.",
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    const id = expectOne(positionals, "id");
    const after = values.after === undefined ? 0 : expectCount(values.after, "--after");
    using interrupt = listenForInterrupt(() => {});
    const { signal } = interrupt;
    const { out } = terminal;
    const print = (event: TaskEvent): void =>
      out.write(values.json ? `${JSON.stringify(toWireEvent(event))}\n` : `${eventLine(event)}\n`);
    await withStoredTasks({ values, terminal }, async (tasks) => {
      const { last_event: last } = await tasks.getTask(id);
      if (after >= last && !values.follow) return;
      for await (const event of tasks.events(id, { after, signal })) {
        print(event);
        if (!values.follow && event.sequence >= last) return;
      }
    });
    return 0;
  },
};
