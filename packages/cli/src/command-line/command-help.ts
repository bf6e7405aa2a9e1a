import type { Command } from "./command.ts";
import { commonOptions, type OptionSpec, type OptionSpecs } from "./parse-command-line.ts";

/** What `aiecs <command> --help` prints; `name` is the whole of it, as in `aiecs tasks list`. */
export function commandHelp(name: string, summary: string, command: Command): string {
  const specs: OptionSpecs = { ...command.options, ...commonOptions };
  const options = Object.entries(specs).map(
    ([option, spec]) => [optionUsage(option, spec), spec.description + (spec.multiple ? " (repeatable)" : "")] as const,
  );
  const notes = command.notes === undefined ? "" : `\n${command.notes.trim()}\n`;
  return `${summary}.

Usage: ${name} ${command.usage}

Options:
${columns(options)}
${notes}`;
}

function optionUsage(name: string, { short, type, value }: OptionSpec): string {
  const long = `--${name}${type === "string" ? ` <${value ?? "text"}>` : ""}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
