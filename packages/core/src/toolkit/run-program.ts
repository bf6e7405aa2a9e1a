import { type ChildProcess, spawn } from "node:child_process";
import { OperationFailedError } from "#contracts/errors.ts";

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

/** Groups of processes under way: none outlives this process, whatever ends it but SIGKILL. */
const running = new Set<ChildProcess>();

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
    const child = spawn(command, args, { cwd, detached: true, stdio: ["ignore", "pipe", "pipe"] });
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
      forget(child);
    };
    signal.addEventListener("abort", abort, { once: true });
    remember(child);
    child.once("error", (error: NodeJS.ErrnoException) => {
      end();
      if (error.code === "ENOENT") resolve(undefined);
      else reject(new OperationFailedError(`${program.name} could not be started: ${error.message}`, { cause: error }));
    });
    child.once("close", (exitCode, killedBy) => {
      end();
      // What it left behind in its group has no business any more.
      killGroup(child);
      if (reason !== undefined) reject(reason);
      else if (exitCode === null) reject(new OperationFailedError(`${program.name} was ended by ${killedBy}`));
      else resolve({ exitCode, stdout: stdout(), stderr: stderr() });
    });
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream.on("data", (chunk: Buffer) => {
    if (bytes < maxOutputBytes) chunks.push(chunk);
    bytes += chunk.length;
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended.
  }
}

function killAll(): void {
  for (const child of running) killGroup(child);
}

function remember(child: ChildProcess): void {
  if (running.size === 0) process.once("exit", killAll);
  running.add(child);
}

function forget(child: ChildProcess): void {
  running.delete(child);
  if (running.size === 0) process.off("exit", killAll);
}
