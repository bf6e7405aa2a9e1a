import { commandTable } from "./command-table.ts";

/** What `aiecs --help` prints. Loads no command. */
export function generalHelp(): string {
  const width = Math.max(...Object.keys(commandTable).map((name) => name.length));
  const commands = Object.entries(commandTable).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return `aiecs runs tool operations and plans.

Usage: aiecs <command> [options]

Commands:
${commands.join("\n")}

aiecs <command> --help tells more about a command.
aiecs --version prints the version.
`;
}
