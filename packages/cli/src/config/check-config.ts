import { type ConfigInput, resolveConfig, ValidationError } from "@aiecs/core";
import type { InputProblem } from "#command-line/input-error.ts";
import { isObject } from "#input/parse-object.ts";
import type { ConfigFile } from "./config-file.ts";

/** What a config file holds, taken apart. */
export type CheckedConfig = {
  /** Undefined when the file names none. */
  readonly tools: readonly string[] | undefined;
  readonly toolConfig: { readonly [tool: string]: unknown };
  readonly executor: ConfigInput;
};

const ownKeys = ["tools", "tool_config"] as const satisfies readonly (keyof ConfigFile)[];

/** Takes a config file's content apart, and finds everything that is wrong with it. */
export function checkConfig(content: Readonly<Record<string, unknown>>): {
  readonly config: CheckedConfig;
  readonly problems: readonly InputProblem[];
} {
  const problems: InputProblem[] = [];
  const known = [...ownKeys, ...Object.keys(resolveConfig())];
  const { tools, tool_config: toolConfig = {}, ...rest } = content;
  const executor: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) {
    if (known.includes(key)) executor[key] = value;
    else problems.push({ path: key, message: "unknown key", unknown: { name: key, known } });
  }
  if (tools !== undefined && !isTexts(tools)) problems.push({ path: "tools", message: "expected a list of texts" });
  if (!isObject(toolConfig))
    problems.push({ path: "tool_config", message: "expected an object of settings by tool name" });
  problems.push(...executorProblems(executor));
  return {
    config: {
      tools: isTexts(tools) ? tools : undefined,
      toolConfig: isObject(toolConfig) ? toolConfig : {},
      executor,
    },
    problems,
  };
}

/** What the executor itself would refuse. */
function executorProblems(values: ConfigInput): InputProblem[] {
  try {
    resolveConfig(values);
    return [];
  } catch (error) {
    if (!(error instanceof ValidationError) || !Array.isArray(error.details.problems)) throw error;
    return error.details.problems.map((problem: unknown) => {
      const [, path, message] = /^([\w.]+): (.*)$/s.exec(String(problem)) ?? [];
      return { path, message: message ?? String(problem) };
    });
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}
