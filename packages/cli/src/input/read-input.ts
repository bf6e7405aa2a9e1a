import { InputError } from "#command-line/input-error.ts";
import { parseKeyValues } from "./key-values.ts";
import { isObject, parseObject } from "./parse-object.ts";
import { readSource } from "./read-source.ts";

/** The options that say what a plan's `$input` is. */
export const inputOptions = {
  input: { type: "string", multiple: true, value: "key=value", description: "An input of the plan; JSON, else text" },
  "input-file": { type: "string", value: "file", description: "Inputs of the plan as JSON or YAML; --input wins" },
} as const;

type InputValues = { readonly input?: readonly string[] | undefined; readonly "input-file"?: string | undefined };

/** The caller's input, from both options; undefined when neither is given. @throws InputError */
export async function readInput(values: InputValues): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { input: pairs, "input-file": file } = values;
  if (pairs === undefined && file === undefined) return undefined;
  return { ...(file !== undefined && (await readInputFile(file))), ...parseKeyValues(pairs ?? []) };
}

async function readInputFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  if (path === "-") throw new InputError("--input-file takes a file; only the plan is read from standard input");
  const { name, bytes } = await readSource(path);
  return parseJsonObject(bytes) ?? (await parseObject(bytes, name)).value;
}

/** Large inputs are JSON as a rule, and the YAML parser is slow; what is no JSON is left to it and to its messages. */
function parseJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
