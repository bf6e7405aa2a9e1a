import { dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "#command-line/input-error.ts";
import { isObject, parseObject } from "#input/parse-object.ts";
import { placeProblems } from "#input/place-problems.ts";
import { readSource } from "#input/read-source.ts";
import type { CheckedConfig } from "./check-config.ts";
import { findConfig } from "./find-config.ts";

/** A config file's content and where it stands. */
export type LoadedConfig = CheckedConfig & {
  /** Undefined when there is no config file. */
  readonly path: string | undefined;
  /** What its relative paths are relative to. */
  readonly folder: string;
};

/**
 * Loads the config file: the one that is named, else the one in the folder. A `.ts` or `.js` file is run, with all the
 * rights of the user: it is the user's own code, like the tools it names.
 *
 * @throws InputError naming the file and every problem at once
 */
export async function loadConfig(named: string | undefined, folder: string): Promise<LoadedConfig> {
  const path = named === undefined ? await findConfig(folder) : resolve(folder, named);
  if (path === undefined) return noConfig(folder);
  const { value, text } = await parse(path);
  const { checkConfig } = await import("./check-config.ts");
  const { config, problems } = await checkConfig(value);
  if (problems.length === 0) return { path, folder: dirname(path), ...config };
  const placed = text === undefined ? problems : await placeProblems(problems, text);
  throw new InputError("The config file is not valid", { file: path, problems: placed });
}

/** What holds where there is no config file. */
export function noConfig(folder: string): LoadedConfig {
  return {
    path: undefined,
    folder,
    tools: undefined,
    toolConfig: {},
    executor: {},
    tasks: {},
    server: {},
    redisUrl: undefined,
    artifactsUrl: undefined,
    mcpServers: {},
  };
}

type ConfigContent = { readonly value: Readonly<Record<string, unknown>>; readonly text?: string };

async function parse(path: string): Promise<ConfigContent> {
  const extension = extname(path);
  if (extension === ".ts" || extension === ".js") {
    return { value: await importDefault(path) };
  }
  if (extension !== ".yaml" && extension !== ".json") {
    throw new InputError(`${path}: expected a config file that ends in .ts, .js, .yaml or .json`);
  }
  const { bytes } = await readSource(path);
  return parseObject(bytes, path);
}

async function importDefault(path: string): Promise<Readonly<Record<string, unknown>>> {
  let module: { readonly default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(`The config file cannot be loaded: ${reason}`, { file: path, cause: error });
  }
  if (isObject(module.default)) return module.default;
  throw new InputError("The config file has no default export that is an object", {
    file: path,
    hint: "Write `export default { tools: [] }`",
  });
}
