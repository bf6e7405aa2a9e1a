import { relative, resolve } from "node:path";
import type { Command } from "#command-line/command.ts";
import { expectAtMostOne } from "#command-line/expect-arguments.ts";
import { parseCommandLine } from "#command-line/parse-command-line.ts";
import { writeProject } from "#init/write-project.ts";
import { shellQuoted } from "#output/example-command.ts";

/** `aiecs init` */
export const command: Command = {
  usage: "[dir]",
  options: {},
  notes: "\nNothing that is there is overwritten.",
  async run(args, { out }) {
    const { positionals } = parseCommandLine(args, {});
    const folder = resolve(expectAtMostOne(positionals, "dir") ?? ".");
    const written = await writeProject(folder);
    const away = relative(process.cwd(), folder);
    const steps = [...(away === "" ? [] : [`cd ${shellQuoted(away)}`]), "aiecs run plan.yaml"];
    out.write(`Wrote ${written.join(", ")}.\n\nNext:\n${steps.map((step) => `  ${step}`).join("\n")}\n`);
    return 0;
  },
};
