import type { Terminal } from "#output/terminal.ts";
import type { OptionSpecs } from "./parse-command-line.ts";

/** A command of `aiecs`, loaded when it is asked for. */
export type Command = {
  /** What stands after the name, for example `<plan> [options]`. */
  readonly usage: string;
  readonly options: OptionSpecs;
  /** More for the help, below the options: examples, exit codes. */
  readonly notes?: string;
  /** Does the work and returns the exit code. @throws InputError or ExecutionError for what the user can mend */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
};

/** Commands under one name, as in `aiecs tasks list`. */
export type CommandGroup = { readonly commands: CommandTable };

/** Commands by name, in the order of the help. What a command needs is loaded with it, and only then. */
export type CommandTable = {
  readonly [name: string]: {
    readonly summary: string;
    readonly load: () => Promise<{ readonly command: Command | CommandGroup }>;
  };
};
