import type { Command } from "#command-line/command.ts";
import { expectChoice, expectNone } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toolOptions } from "#config/open-tools.ts";
import { listenOptions } from "#config/server-settings.ts";
import { taskOptions } from "#config/task-settings.ts";
import { exposeOption, exposures } from "#serve/exposure.ts";
import { serve } from "#serve/serve.ts";
import { lanesOf, queueOption } from "#services/lanes.ts";

const options = {
  ...listenOptions,
  ...exposeOption,
  ...queueOption,
  ...taskOptions,
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs serve` */
export const command: Command = {
  usage: "[options]",
  options,
  notes: `
Without configured auth it listens on addresses of this machine alone; with it, keys or tokens say who may do what:
"server" in the config file. --queue says which tasks it runs itself; with none, others have to (aiecs worker). Logs go to standard error, as JSON lines. Ctrl-C or SIGTERM lets running steps end.

Exit codes: 0 stopped, 1 it cannot listen there, 2 the settings are not valid, 6 the database cannot be used.`,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    expectNone(positionals);
    return serve({
      terminal,
      values,
      expose: expectChoice(values.expose ?? "meta", exposures, "--expose"),
      lanes: lanesOf(values.queue, { allowNone: true }),
      debug: values.debug ?? false,
      announce: (url) => `AIECS listens on ${url}`,
    });
  },
};
