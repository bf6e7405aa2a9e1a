import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A script that runs in a process of its own and says line by line what it does. */
export type ChildScript = AsyncDisposable & {
  readonly lines: readonly string[];
  /** Resolves when it has ended, with all its lines there. */
  readonly ended: Promise<unknown>;
  kill(): void;
};

/** Starts a script of this folder. Disposing of it kills it. */
export function startChild(script: string, args: readonly string[]): ChildScript {
  const path = fileURLToPath(new URL(`./${script}.ts`, import.meta.url));
  const nodeArgs = ["--conditions=aiecs-source", path, ...args];
  const child: ChildProcess = spawn(process.execPath, nodeArgs, { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    const parts = `${rest}${part}`.split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  const ended = once(child, "close");
  return {
    lines,
    ended,
    kill: () => void child.kill("SIGKILL"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
