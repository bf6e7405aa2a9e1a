import type { Command } from "#command-line/command.ts";
import { expectChoice, expectNone } from "#command-line/expect-arguments.ts";
import { InputError } from "#command-line/input-error.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toolOptions } from "#config/open-tools.ts";
import { listenOptions } from "#config/server-settings.ts";
import { taskOptions } from "#config/task-settings.ts";
import { exposeOption, exposures } from "#serve/exposure.ts";
import { lanesOf } from "#services/lanes.ts";

const options = {
  http: { type: "boolean", description: "Over HTTP, with all else that aiecs serve gives, instead of standard input" },
  ...exposeOption,
  ...listenOptions,
  ...taskOptions,
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs mcp` */
export const command: Command = {
  usage: "[options]",
  options,
  notes: `
An agent starts it by its own settings, as in most of them:
  { "mcpServers": { "aiecs": { "command": "aiecs", "args": ["mcp", "--config", "/path/to/aiecs.config.yaml"] } } }
Standard output is the protocol's alone; logs go to standard error.`,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    expectNone(positionals);
    const expose = expectChoice(values.expose ?? "meta", exposures, "--expose");
    const debug = values.debug ?? false;
    if (values.http) {
      const { serve } = await import("#serve/serve.ts");
      return serve({
        terminal,
        values,
        expose,
        lanes: lanesOf(undefined),
        debug,
        announce: (url) => `AIECS speaks MCP on ${url}/mcp`,
      });
    }
    const alone = (["host", "port"] as const).find((name) => values[name] !== undefined);
    if (alone !== undefined) throw new InputError(`--${alone} goes with --http, which is missing`);
    const { speakMcp } = await import("#serve/speak-mcp.ts");
    return speakMcp({ terminal, values, expose, debug });
  },
};
