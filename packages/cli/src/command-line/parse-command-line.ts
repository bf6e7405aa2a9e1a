import { parseArgs } from "node:util";
import { type InputProblem, problemsError } from "./input-error.ts";

/** One option of a command: what `node:util` needs to parse it, and what its help says. */
export type OptionSpec = {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly short?: string;
  /** How the help calls its value. */
  readonly value?: string;
  readonly description: string;
};

export type OptionSpecs = { readonly [name: string]: OptionSpec };

/** Options that every command has. */
export const commonOptions = {
  debug: { type: "boolean", description: "Show the stack of a bug, and what tools log" },
  help: { type: "boolean", short: "h", description: "Show this help" },
} as const;

type Config<Options extends OptionSpecs> = {
  args: string[];
  options: Options & typeof commonOptions;
  allowPositionals: true;
};

export type Parsed<Options extends OptionSpecs> = ReturnType<typeof parseArgs<Config<Options>>>;

/**
 * Parses a command's arguments into typed values.
 *
 * @throws InputError naming every option that is unknown, with the closest known ones, or whose value is missing, empty
 * or too much
 */
export function parseCommandLine<const Options extends OptionSpecs>(
  args: readonly string[],
  options: Options,
): Parsed<Options> {
  const all = { ...options, ...commonOptions };
  const problems = tokensOf(args, all).flatMap((token) => (token.kind === "option" ? problemsOf(token, all) : []));
  if (problems.length > 0) throw problemsError("Some options cannot be used", problems);
  return parseArgs<Config<Options>>({ args: [...args], options: all, allowPositionals: true });
}

/** Whether `--help` or `-h` stands among the options, whatever else is wrong. */
export function asksForHelp(args: readonly string[], options: OptionSpecs): boolean {
  return tokensOf(args, { ...options, ...commonOptions }).some(
    (token) => token.kind === "option" && token.name === "help",
  );
}

type OptionToken = Extract<ReturnType<typeof tokensOf>[number], { readonly kind: "option" }>;

function problemsOf({ name, rawName, value, inlineValue }: OptionToken, options: OptionSpecs): InputProblem[] {
  const spec = Object.hasOwn(options, name) ? options[name] : undefined;
  if (!spec) {
    const known = Object.keys(options).map((option) => `--${option}`);
    const remark = /^-\d/.test(rawName) ? ` (if an argument is meant: -- ${rawName})` : "";
    return [{ message: `Unknown option ${rawName}${remark}`, unknown: { name: rawName, known } }];
  }
  if (spec.type === "boolean") {
    return value === undefined ? [] : [{ message: `${rawName}: takes no value, received ${value || "an empty one"}` }];
  }
  const expected = `${rawName}: expected <${spec.value ?? "text"}>`;
  if (value === undefined) return [{ message: `${expected}, and nothing was given` }];
  if (value === "") return [{ message: `${expected}, received an empty text` }];
  // Most likely the value was forgotten, and what follows is the next option.
  if (inlineValue || !value.startsWith("-") || value === "-") return [];
  const isOption = Object.hasOwn(options, value.replace(/^--/, ""));
  const remark = isOption ? "which is another option" : `if that is meant: ${rawName}=${value}`;
  return [{ message: `${expected}, received ${value} (${remark})` }];
}

function tokensOf(args: readonly string[], options: OptionSpecs) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true }).tokens;
}
