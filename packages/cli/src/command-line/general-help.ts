import type { CommandTable } from "./command.ts";

/** What `aiecs --help` prints, and `--help` of a group of commands. Loads no command. */
export function generalHelp(
  table: CommandTable,
  name = "aiecs",
  summary = "aiecs runs tool operations and plans",
): string {
  const width = Math.max(...Object.keys(table).map((command) => command.length));
  const commands = Object.entries(table).map(([command, entry]) => `  ${command.padEnd(width)}  ${entry.summary}`);
  const version = name === "aiecs" ? "aiecs --version prints the version.\n" : "";
  return `${summary}.

Usage: ${name} <command> [options]

Commands:
${commands.join("\n")}

${name} <command> --help tells more about a command.
${version}`;
}
