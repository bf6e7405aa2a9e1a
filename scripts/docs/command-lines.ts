import { existsSync, readFileSync } from "node:fs";
import { commandTable } from "../../packages/cli/src/command-line/command-table.ts";
import { parseCommandLine } from "../../packages/cli/src/command-line/parse-command-line.ts";
import type { Document } from "./markdown.ts";

/** A command as a document shows it, with the line it stands on. */
export type ShownCommand = { readonly where: string; readonly words: readonly string[] };

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const makefile = readFileSync("Makefile", "utf8");

/** Every command that a document shows, in `sh` blocks and in the running text. */
export function commandsOf({ path, prose, blocks }: Document): ShownCommand[] {
  const commands: ShownCommand[] = [];
  const add = (line: number, text: string): void => {
    for (const words of splitCommands(text)) commands.push({ where: `${path}:${line}: ${words.join(" ")}`, words });
  };
  for (const { language, line, text } of blocks) {
    if (language !== "sh") continue;
    for (const [index, command] of text.split("\n").entries()) add(line + 1 + index, command);
  }
  for (const [index, line] of prose.split("\n").entries()) {
    for (const [, code = ""] of line.matchAll(/`((?:aiecs|npm run|make) [^`]+)`/g)) add(index + 1, code);
  }
  return commands;
}

/** The words of each command on a line, as a shell takes them apart; comments and redirections are left out. */
export function splitCommands(line: string): string[][] {
  const code = line.replace(/(^|\s)#.*$/, "").replaceAll(/\d?>&?\s*\S+/g, "");
  const tokens = code.match(/[&|]+|(?:'[^']*'|"[^"]*"|[^\s'"&|])+/g) ?? [];
  const commands: string[][] = [[]];
  for (const token of tokens) {
    if (/^[&|]/.test(token)) commands.push([]);
    else commands.at(-1)?.push(token.replaceAll(/'([^']*)'|"([^"]*)"/g, "$1$2"));
  }
  return commands.filter((words) => words.length > 0);
}

/** What is wrong with a command; nothing when it is right, or none of ours. */
export async function problemOf([program, ...args]: readonly string[]): Promise<string | undefined> {
  if (program === "aiecs") return problemOfAiecs(args);
  if (program === "make") return args.map(problemOfTarget).find((problem) => problem !== undefined);
  if (program === "npm" && args[0] === "run") return problemOfScript(args.slice(1));
  if (program === "node") return problemOfFile(args.find((arg) => !arg.startsWith("-")));
  return undefined;
}

async function problemOfAiecs(
  [name = "", ...args]: readonly string[],
  table = commandTable,
  group = "aiecs",
): Promise<string | undefined> {
  if (name.startsWith("-") || name.startsWith("<")) return undefined;
  const entry = table[name];
  if (!entry) return `${group} has no command ${name}`;
  const { command } = await entry.load();
  if ("commands" in command)
    return args.length === 0 ? undefined : problemOfAiecs(args, command.commands, `${group} ${name}`);
  try {
    parseCommandLine(args, command.options);
    return undefined;
  } catch (error) {
    return `${group} ${name}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function problemOfTarget(target: string): string | undefined {
  return new RegExp(`^${target}:`, "m").test(makefile) ? undefined : `the Makefile has no target ${target}`;
}

async function problemOfScript(args: readonly string[]): Promise<string | undefined> {
  const [script = "", ...rest] = args.filter((arg) => arg !== "--silent");
  if (manifest.scripts[script] === undefined) return `package.json has no script ${script}`;
  return script === "aiecs" ? problemOfAiecs(rest.slice(1)) : undefined;
}

function problemOfFile(file: string | undefined): string | undefined {
  return file === undefined || !file.includes("/") || existsSync(file) ? undefined : `there is no file ${file}`;
}
