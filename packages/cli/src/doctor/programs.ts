import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { isObject } from "#input/parse-object.ts";
import type { Finding } from "./finding.ts";

/**
 * A system program that a tool runs, as the tool's package.json names it:
 * `"aiecs": { "programs": [{ "name": "LibreOffice", "commands": ["soffice"], "purpose": "…", "install": "…" }] }`.
 */
export type Program = {
  readonly name: string;
  /** Any one of these is enough. */
  readonly commands: readonly string[];
  /** What cannot be done without it. */
  readonly purpose: string;
  /** How it is installed. */
  readonly install: string;
};

/** The programs that a package's manifest names. */
export function programsOf(manifest: Readonly<Record<string, unknown>>): Program[] {
  const programs = isObject(manifest.aiecs) ? manifest.aiecs.programs : undefined;
  if (!Array.isArray(programs)) return [];
  return programs.filter(isObject).map(({ name, commands, purpose, install }) => ({
    name: String(name),
    commands: Array.isArray(commands) ? commands.map(String) : [],
    purpose: String(purpose),
    install: String(install),
  }));
}

/** Whether one of a program's commands can be run. Its absence is a problem: an operation would fail for it. */
export function findProgram(tool: string, { name, commands, purpose, install }: Program): Finding {
  const found = commands.map(findCommand).find((path) => path !== undefined);
  const title = `${tool}: ${name}`;
  if (found !== undefined) return { area: "tools", name: title, status: "ok", detail: found };
  const detail = `${commands.join(" or ")} not found; without it there is no ${purpose}`;
  return { area: "tools", name: title, status: "problem", detail, fix: install };
}

function findCommand(command: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const endings = process.platform === "win32" ? [".exe", ".cmd", ".com"] : [""];
  const paths = folders.flatMap((folder) => endings.map((ending) => join(folder, command + ending)));
  return paths.find((path) => isAccessible(path, constants.X_OK));
}

/** Whether a path is there and may be used in that way. */
export function isAccessible(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false; // Whatever the reason, it cannot be used.
  }
}
