import type { Terminal } from "#output/terminal.ts";
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
  const [name, ...rest] = args[0] === "help" ? [args[1] ?? "--help", "--help"] : args;
  if (name === undefined) {
    terminal.err.write(generalHelp());
    return 2;
  }
  const print = (text: string): number => {
    terminal.out.write(text);
    return 0;
  };
  if (name === "--help" || name === "-h") return print(generalHelp());
  if (name === "--version" || name === "-v") return print(`${await version()}\n`);
  const entry = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined;
  if (!entry) {
    const { unknownCommand } = await import("./input-error.ts");
    throw unknownCommand(name, Object.keys(commandTable));
  }
  const [{ command }, { asksForHelp }] = await Promise.all([entry.load(), import("./parse-command-line.ts")]);
  if (!asksForHelp(rest, command.options)) return command.run(rest, terminal);
  const { commandHelp } = await import("./command-help.ts");
  return print(commandHelp(name, command));
}

async function version(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  const manifest: { readonly version: string } = JSON.parse(
    await readFile(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return manifest.version;
}
