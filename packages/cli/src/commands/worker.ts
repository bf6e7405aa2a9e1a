import type { Command } from "#command-line/command.ts";
import { expectNone } from "#command-line/expect-arguments.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toolOptions } from "#config/open-tools.ts";
import { listenOptions } from "#config/server-settings.ts";
import { taskOptions } from "#config/task-settings.ts";
import { work } from "#serve/work.ts";
import { lanesOf, queueOption } from "#services/lanes.ts";

const options = {
  ...queueOption,
  host: listenOptions.host,
  port: { type: "string", value: "n", description: "Port of /health, /ready and /metrics; without it there are none" },
  ...taskOptions,
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs worker` */
export const command: Command = {
  usage: "[options]",
  options,
  notes: `
Any number of workers may share the tasks of one database and one Redis (AIECS_DATABASE_URL, AIECS_REDIS_URL), and the
files of one folder or bucket (AIECS_ARTIFACTS_URL). Each runs at most tasks.fast_concurrency (10) and
tasks.heavy_concurrency (2) at once. Ctrl-C or SIGTERM lets running steps end; what has not ended then goes on elsewhere.

Exit codes: 0 stopped, 1 it cannot listen there, 2 the settings are not valid, 6 a service cannot be used.`,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    expectNone(positionals);
    return work({ terminal, values, lanes: lanesOf(values.queue), debug: values.debug ?? false });
  },
};
