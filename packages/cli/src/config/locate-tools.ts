import { existsSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { builtinTools } from "./builtin-tools.ts";
import { isNotFound, resolveFrom } from "./resolve-module.ts";

/** Who asked for a tool. Where two have the same name, the one asked for more plainly wins. */
export type Origin = "--tool" | "config" | "built-in";

/** A tool that was asked for, and where it is. */
export type LocatedTool = {
  /** The package or path, as it was written. */
  readonly specifier: string;
  readonly origin: Origin;
  readonly url: string;
};

/** A tool that was asked for and is not there. */
export type MissingTool = {
  readonly specifier: string;
  readonly origin: Origin;
  readonly reason: string;
  /** Whether something is there that cannot be used, rather than nothing. */
  readonly broken: boolean;
};

export type LocateOptions = {
  /** From `--tool`, relative to the working directory. */
  readonly flags: readonly string[];
  /** From the config file, relative to it; undefined when it names none. */
  readonly configured: readonly string[] | undefined;
  readonly configFolder: string;
  readonly cwd: string;
};

/** Finds the tools of a run, loading none. `--tool` adds to what the config names, or else to the built-in tools. */
export function locateTools({ flags, configured, configFolder, cwd }: LocateOptions): {
  readonly found: readonly LocatedTool[];
  readonly missing: readonly MissingTool[];
} {
  const base = configured
    ? configured.map((specifier) => locate(specifier, "config", configFolder))
    : builtinTools.map((specifier) => locate(specifier, "built-in", cwd));
  const all = [...flags.map((specifier) => locate(specifier, "--tool", cwd)), ...base];
  return {
    found: all.filter((tool) => "url" in tool),
    // A built-in tool that nobody named is no loss; one that is broken still is.
    missing: all.filter((tool) => "reason" in tool).filter((tool) => tool.origin !== "built-in" || tool.broken),
  };
}

/** Finds one tool: from the given folder, from the working directory, then beside this command. */
export function locate(specifier: string, origin: Origin, folder: string): LocatedTool | MissingTool {
  if (isPath(specifier)) {
    const path = resolve(folder, specifier);
    if (!existsSync(path)) return { specifier, origin, reason: `there is no file ${path}`, broken: false };
    return { specifier, origin, url: pathToFileURL(path).href };
  }
  const folders = [...new Set([folder, process.cwd()])];
  const places = [...folders.map((place) => pathToFileURL(join(place, "any.js")).href), import.meta.url];
  for (const place of places) {
    try {
      const url = resolveFrom(specifier, place);
      if (!url.startsWith("node:")) return { specifier, origin, url };
    } catch (error) {
      // Not there: the next place may have it. Anything else is a package that cannot be used where it was found.
      if (isNotFound(error)) continue;
      return { specifier, origin, reason: error instanceof Error ? error.message : String(error), broken: true };
    }
  }
  return { specifier, origin, reason: notInstalled(specifier, folder), broken: false };
}

/** A file or folder of that name is most likely what was meant. */
function notInstalled(specifier: string, folder: string): string {
  if (existsSync(resolve(folder, specifier))) return `expected a package, and this is a path: write ./${specifier}`;
  return `it is not installed (npm install ${specifier})`;
}

/** Packages have no file ending; `my-tool.ts` is meant as a path, with or without `./`. */
function isPath(specifier: string): boolean {
  return specifier.startsWith(".") || isAbsolute(specifier) || /\.[cm]?[jt]s$/.test(specifier);
}
