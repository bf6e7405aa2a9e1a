import { type ChildProcess, spawn } from "node:child_process";

export type GuardedProcessOptions = {
  readonly cwd?: string | undefined;
  /** @default this process's own */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly stdin: "ignore" | "pipe";
};

/**
 * Starts the program, with one beside it that waits for the end of a pipe from this process and then ends the group: so
 * it is ended however this process ends, by SIGKILL too. The text is ours alone; program and arguments come as `$@`.
 */
const guard = `command -v "$1" >/dev/null 2>&1 || exit 127
{ cat <&3; kill -KILL 0; } >/dev/null 2>&1 &
exec 3<&-
exec "$@"`;

/**
 * Starts a program without a shell, in a process group of its own, which ends when this process does. Exit code 127
 * without a word says that there is no such command.
 */
export function spawnGuarded(
  command: string,
  args: readonly string[],
  { cwd, env, stdin }: GuardedProcessOptions,
): ChildProcess {
  return spawn("/bin/sh", ["-c", guard, "sh", command, ...args], {
    cwd,
    ...(env && { env: { ...env } }),
    detached: true,
    stdio: [stdin, "pipe", "pipe", "pipe"],
  });
}

/** Ends a program and all that it started. */
export function killGroup({ pid }: ChildProcess, signal: "SIGTERM" | "SIGKILL" = "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

/** Ends what a program left behind in its group when it ended itself, the guard included. */
export function endGroup(child: ChildProcess): void {
  killGroup(child);
  child.stdio[3]?.destroy();
}
