import { planJsonSchema } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectNone } from "#command-line/expect-arguments.ts";
import { parseCommandLine } from "#command-line/parse-command-line.ts";

/** `aiecs schema` */
export const command: Command = {
  usage: "",
  options: {},
  notes: `
Editors complete and check plan files by it. For YAML files, save it and name it in the first line of the plan:
  aiecs schema > plan.schema.json
  # yaml-language-server: $schema=plan.schema.json`,
  async run(args, { out }) {
    const { positionals } = parseCommandLine(args, {});
    expectNone(positionals);
    out.write(`${JSON.stringify(planJsonSchema, null, 2)}\n`);
    return 0;
  },
};
