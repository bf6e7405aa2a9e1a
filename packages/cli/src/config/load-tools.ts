import { fileURLToPath } from "node:url";
import type { Tool } from "@aiecs/core";
import { defineTool, ValidationError } from "@aiecs/core/toolkit";
import { InputError, type InputProblem } from "#command-line/input-error.ts";
import { isObject } from "#input/parse-object.ts";
import { shellQuoted } from "#output/example-command.ts";
import { shortened } from "#output/text.ts";
import { type LocatedTool, type LocateOptions, locateTools, type Origin } from "./locate-tools.ts";
import { lendCore } from "./resolve-module.ts";

/** A tool that is ready to be used, and where it came from. */
export type LoadedTool = LocatedTool & { readonly tool: Tool };

const rank: { readonly [O in Origin]: number } = { "--tool": 0, config: 1, "built-in": 2 };

/**
 * Loads the tools of a run. Their heavy libraries stay unloaded.
 *
 * @throws InputError naming every tool that is missing, cannot be loaded, is no tool, or has another's name
 */
export async function loadTools(options: LocateOptions): Promise<readonly LoadedTool[]> {
  const { found, missing } = locateTools(options);
  const problems: InputProblem[] = missing.map(({ specifier, reason }) => ({ message: `${specifier}: ${reason}` }));
  if (found.some(({ origin }) => origin !== "built-in")) lendCore();
  const outcomes = await Promise.all(found.map(loadTool));
  for (const outcome of outcomes) if ("problem" in outcome) problems.push({ message: outcome.problem });
  const tools = outcomes.filter((outcome) => "tool" in outcome);
  const chosen = chooseByName(tools, problems);
  if (problems.length > 0) throw new InputError("Some tools cannot be loaded", { problems });
  return chosen;
}

/** One tool for each name; two that were asked for equally plainly are a problem. */
function chooseByName(tools: readonly LoadedTool[], problems: InputProblem[]): LoadedTool[] {
  const byName = new Map<string, LoadedTool>();
  for (const loaded of tools) {
    const { name } = loaded.tool;
    const other = byName.get(name);
    if (!other || rank[loaded.origin] < rank[other.origin]) byName.set(name, loaded);
    else if (loaded.origin === other.origin && loaded.url !== other.url) {
      problems.push({ message: `${loaded.specifier}: its name ${name} is taken by ${other.specifier}` });
    }
  }
  return [...byName.values()];
}

/** Loads the tool of one module. */
export async function loadTool(located: LocatedTool): Promise<LoadedTool | { readonly problem: string }> {
  const { specifier, url } = located;
  try {
    const module: { readonly default?: unknown } = await import(url);
    const { default: exported } = module;
    if (!isToolLike(exported)) {
      return { problem: `${specifier}: expected a default export made by defineTool, found ${describe(module)}` };
    }
    return { ...located, tool: defineTool(exported) };
  } catch (error) {
    return { problem: `${specifier}: ${reasonOf(error, located)}` };
  }
}

function isToolLike(value: unknown): value is Tool {
  return isObject(value) && "operations" in value && "name" in value;
}

/** What a module exports instead of a tool. */
function describe({ default: exported, ...named }: { readonly default?: unknown }): string {
  if (exported !== undefined) {
    return isObject(exported) ? "an object without name and operations" : `a ${typeof exported}`;
  }
  const names = Object.keys(named);
  return names.length === 0 ? "none" : `none (it exports ${shortened(names.join(", "), 60)})`;
}

function reasonOf(error: unknown, { specifier, url }: LocatedTool): string {
  if (error instanceof ValidationError) return error.message;
  if (!(error instanceof Error)) return `it throws while loading: ${String(error)}`;
  const code = "code" in error ? error.code : undefined;
  if (code === "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING") {
    return "a tool under node_modules must be JavaScript: Node runs TypeScript only outside of it";
  }
  if (code === "ERR_UNSUPPORTED_DIR_IMPORT") return "it is a folder; name the tool's file in it";
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") return "expected a file that ends in .ts, .mts, .js or .mjs";
  if (code === "ERR_MODULE_NOT_FOUND") {
    const itself = "url" in error && error.url === url;
    return itself
      ? `its file ${url} is missing; is the package built?`
      : `${error.message} (install what ${specifier} imports)`;
  }
  const where = error instanceof SyntaxError ? ` (${whereOf(error, url)})` : "";
  return `it throws while loading: ${error.name}: ${error.message}${where}`;
}

/** Of TypeScript that cannot be parsed, the stack begins with the place; of JavaScript, Node tells it only by itself. */
function whereOf({ stack = "" }: SyntaxError, url: string): string {
  const place = /^(?:\/|[A-Za-z]:).*:\d+$/m.exec(stack.split("\n", 1)[0] ?? "")?.[0];
  return place ?? `node ${shellQuoted(fileURLToPath(url))} shows where`;
}
