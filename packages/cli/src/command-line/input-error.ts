/** One thing that is wrong with what the user gave. Lines and columns count from 1. */
export type InputProblem = {
  readonly message: string;
  /** Where inside the file or value, for example `steps[2].params.df`. */
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** A name nobody knows and those that could have been meant; the report looks for the closest. */
  readonly unknown?: { readonly name: string; readonly known: readonly string[] } | undefined;
  readonly didYouMean?: readonly string[] | undefined;
};

type InputErrorOptions = {
  /** The file the problems stand in. */
  readonly file?: string;
  readonly problems?: readonly InputProblem[];
  /** What to do about it. */
  readonly hint?: string;
  /** @default 2 */
  readonly exitCode?: number;
  readonly cause?: unknown;
};

/** What the user gave cannot be used: arguments, files, config or tools. Nothing has run. */
export class InputError extends Error {
  readonly file: string | undefined;
  readonly problems: readonly InputProblem[];
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(message: string, options: InputErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "InputError";
    this.file = options.file;
    this.problems = options.problems ?? [];
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? 2;
  }
}

/** An error of problems that each say all there is to say: of one alone it says no more. */
export function problemsError(summary: string, problems: readonly InputProblem[]): InputError {
  const [first, ...others] = problems;
  return new InputError(first && others.length === 0 ? first.message : summary, { problems });
}

/** The error for a name that is none of the known ones; the report adds the closest of them. */
export function unknownName(message: string, unknown: NonNullable<InputProblem["unknown"]>, hint?: string): InputError {
  return new InputError(message, { problems: [{ message, unknown }], ...(hint !== undefined && { hint }) });
}

/** The error for a first argument that is no command of `aiecs`, or of a group such as `aiecs tasks`. */
export function unknownCommand(name: string, known: readonly string[], group = "aiecs"): InputError {
  const list = `${group} --help lists the commands`;
  if (name === "") return new InputError("Expected a command, received an empty argument", { hint: list });
  if (name.startsWith("-")) {
    const unknown = { name, known: ["--help", "--version"] };
    return unknownName(`Expected a command, received ${name}`, unknown, "Options stand after the command");
  }
  if (group !== "aiecs") return unknownName(`Unknown command ${group} ${name}`, { name, known }, list);
  const hint = /\.(?:ya?ml|json)$/i.test(name) ? `aiecs run ${name} runs a plan` : list;
  return unknownName(`Unknown command ${name}`, { name, known }, hint);
}
