import { parseArgs } from "node:util";
import { InputError } from "./input-error.ts";

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
 * @throws InputError naming every unknown option with the closest known ones, or the option whose value is missing
 */
export function parseCommandLine<const Options extends OptionSpecs>(
  args: readonly string[],
  options: Options,
): Parsed<Options> {
  const all = { ...options, ...commonOptions };
  refuseUnknown(args, all);
  try {
    return parseArgs<Config<Options>>({ args: [...args], options: all, allowPositionals: true });
  } catch (error) {
    // What is left after the check above is a missing or a superfluous value; Node's first sentence says which.
    if (!(error instanceof TypeError)) throw error;
    throw new InputError(error.message.split(/\.\s/, 1)[0] ?? error.message, { cause: error });
  }
}

/** Whether `--help` or `-h` stands among the options, whatever else is wrong. */
export function asksForHelp(args: readonly string[], options: OptionSpecs): boolean {
  return tokensOf(args, { ...options, ...commonOptions }).some(
    (token) => token.kind === "option" && token.name === "help",
  );
}

function refuseUnknown(args: readonly string[], options: OptionSpecs): void {
  const unknown = tokensOf(args, options)
    .filter((token) => token.kind === "option")
    .filter(({ name }) => !Object.hasOwn(options, name));
  if (unknown.length === 0) return;
  const known = Object.keys(options).map((name) => `--${name}`);
  const problems = unknown.map(({ rawName }) => ({
    message: `Unknown option ${rawName}`,
    unknown: { name: rawName, known },
  }));
  throw new InputError(unknown.length === 1 ? "This option is not known" : "These options are not known", { problems });
}

function tokensOf(args: readonly string[], options: OptionSpecs) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true }).tokens;
}
