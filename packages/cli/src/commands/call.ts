import { ValidationError } from "@aiecs/core";
import type { Command } from "#command-line/command.ts";
import { expectFirst } from "#command-line/expect-arguments.ts";
import { InputError } from "#command-line/input-error.ts";
import { type OptionSpecs, parseCommandLine } from "#command-line/parse-command-line.ts";
import { toolOptions } from "#config/open-tools.ts";
import { numbersKeptAsText, parseKeyValues } from "#input/key-values.ts";
import { isObject } from "#input/parse-object.ts";
import { callOperation } from "#run/call-operation.ts";

const options = {
  params: { type: "string", value: "json", description: "The parameters as one JSON object; key=value wins" },
  user: { type: "string", value: "id", description: "The user the work is done for" },
  "task-id": { type: "string", value: "id", description: "The id of this run" },
  json: { type: "boolean", description: "Print the result as JSON, and nothing else, on standard output" },
  quiet: { type: "boolean", short: "q", description: "No progress" },
  ...toolOptions,
} as const satisfies OptionSpecs;

/** `aiecs call` */
export const command: Command = {
  usage: "<tool.operation> [key=value …] [options]",
  options,
  notes: `
A value is taken as JSON when it is JSON, else as text: zip=01234 is text, top=5 a number, name='"5"' the text 5.

Examples:
  aiecs call pandas_tool.read_csv file_path=data/sales.csv
  aiecs call stats_tool.calculate_trends --params '{"data": [1, 2, 4]}' --json`,
  async run(args, terminal) {
    const { values, positionals } = parseCommandLine(args, options);
    const spec = expectFirst(positionals, "tool.operation");
    const pairs = parseKeyValues(positionals.slice(1));
    const running = callOperation({
      terminal,
      spec,
      params: { ...parseParams(values.params), ...pairs },
      callOptions: { userId: values.user, taskId: values["task-id"] },
      tools: values,
      json: values.json ?? false,
      quiet: values.quiet ?? false,
      debug: values.debug ?? false,
    });
    return await running.catch((error: unknown) => {
      const kept = error instanceof ValidationError ? numbersKeptAsText(pairs) : [];
      for (const key of kept) terminal.err.write(`${key} is kept as text: a number cannot hold it\n`);
      throw error;
    });
  },
};

function parseParams(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  let params: unknown;
  try {
    params = JSON.parse(text);
  } catch (error) {
    throw new InputError(`--params is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(params)) throw new InputError(`--params: expected a JSON object, received ${text}`);
  return params;
}
