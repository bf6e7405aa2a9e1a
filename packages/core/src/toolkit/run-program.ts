import { OperationFailedError } from "#contracts/errors.ts";
import { endGroup, killGroup, spawnGuarded } from "./guarded-process.ts";

/** A program of the system that a tool needs; it stands in the package's manifest too, where `aiecs doctor` reads it. */
export type Program = {
  /** For people, for example `LibreOffice`. */
  readonly name: string;
  /** What it may be called, the preferred one first. */
  readonly commands: readonly string[];
  /** How to get it, for example `apt-get install libreoffice-writer-nogui`. */
  readonly install: string;
};

export type RunProgramOptions = {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  /** How long it may run. @default no limit but the signal */
  readonly timeoutMs?: number;
};

export type ProgramResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** What a program prints beyond this is not kept. */
const maxOutputBytes = 1 << 20;

/** What a shell says of a command that is not there. */
const notFound = 127;

/**
 * Runs a program without a shell, in a process group of its own: whatever it starts ends with it.
 *
 * @throws E003 when none of its commands exists, saying how to install it, and when it runs out of time; the signal's
 * reason when that fires
 */
export async function runProgram(
  program: Program,
  args: readonly string[],
  options: RunProgramOptions,
): Promise<ProgramResult> {
  for (const command of program.commands) {
    const result = await runCommand(command, program, args, options);
    if (result) return result;
  }
  throw new OperationFailedError(
    `${program.name} is not installed (looked for ${program.commands.join(", ")} on the PATH); install it: ${program.install}`,
    { details: { reason: "missing_program", program: program.name, install: program.install } },
  );
}

/** Undefined when there is no such command. */
function runCommand(
  command: string,
  program: Program,
  args: readonly string[],
  { signal, cwd, timeoutMs }: RunProgramOptions,
): Promise<ProgramResult | undefined> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawnGuarded(command, args, { cwd, stdin: "ignore" });
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    let reason: unknown;
    const stop = (why: unknown): void => {
      reason = why;
      killGroup(child);
    };
    const abort = (): void => stop(signal.reason);
    const outOfTime = () =>
      stop(new OperationFailedError(`${program.name} was stopped: it took longer than ${timeoutMs} ms`));
    const timer = timeoutMs === undefined ? undefined : setTimeout(outOfTime, timeoutMs);
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
    signal.addEventListener("abort", abort, { once: true });
    child.once("error", (error) => {
      end();
      reject(new OperationFailedError(`${program.name} could not be started: ${error.message}`, { cause: error }));
    });
    // What it left behind in its group has no business any more, the guard included.
    child.once("exit", () => {
      endGroup(child);
    });
    child.once("close", (exitCode, killedBy) => {
      end();
      if (reason !== undefined) reject(reason);
      else if (exitCode === null) reject(new OperationFailedError(`${program.name} was ended by ${killedBy}`));
      else if (exitCode === notFound && stderr() === "") resolve(undefined);
      else resolve({ exitCode, stdout: stdout(), stderr: stderr() });
    });
  });
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream?.on("data", (chunk: Buffer) => {
    if (bytes < maxOutputBytes) chunks.push(chunk);
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).toString("utf8");
}
