import type { Terminal } from "#output/terminal.ts";
import type { CommandTable } from "./command.ts";
import { commandTable } from "./command-table.ts";
import { generalHelp } from "./general-help.ts";

/** Options that make standard output one JSON value. */
const jsonOptions = ["--json", "--meta", "--output"];

/** Runs what the arguments ask for, reports what goes wrong, and returns the exit code. */
export async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await runCommand(args, terminal);
  } catch (error) {
    const { reportError } = await import("#output/report-error.ts");
    const json = jsonOptions.some((option) => args.includes(option));
    return reportError(error, { terminal, json, debug: args.includes("--debug") });
  }
}

/** Loads what is needed when it is needed: help and version must not wait for the rest. */
async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name] = args;
  if (name === "--version" || name === "-v") {
    terminal.out.write(`${await version()}\n`);
    return 0;
  }
  const asked = name === "help" ? [...args.slice(1), "--help"] : args;
  return runOf(commandTable, asked, terminal);
}

/** Runs a command of a table; `group` is the name and the summary of those that stand together under one. */
async function runOf(
  table: CommandTable,
  [name, ...rest]: readonly string[],
  terminal: Terminal,
  group: readonly [name?: string, summary?: string] = [],
): Promise<number> {
  if (name === undefined) {
    terminal.err.write(generalHelp(table, ...group));
    return 2;
  }
  const print = (text: string): number => {
    terminal.out.write(text);
    return 0;
  };
  if (name === "--help" || name === "-h") return print(generalHelp(table, ...group));
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!entry) {
    const { unknownCommand } = await import("./input-error.ts");
    throw unknownCommand(name, Object.keys(table), group[0]);
  }
  const fullName = `${group[0] ?? "aiecs"} ${name}`;
  const [{ command }, { asksForHelp }] = await Promise.all([entry.load(), import("./parse-command-line.ts")]);
  if ("commands" in command) return runOf(command.commands, rest, terminal, [fullName, entry.summary]);
  if (!asksForHelp(rest, command.options)) return command.run(rest, terminal);
  const { commandHelp } = await import("./command-help.ts");
  return print(commandHelp(fullName, entry.summary, command));
}

async function version(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const manifest: { readonly version: string } = JSON.parse(
    await readFile(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}
