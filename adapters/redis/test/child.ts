import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A script of this folder in a process of its own, that says line by line what it does. */
export type Child = AsyncDisposable & {
  readonly lines: readonly string[];
  /** Resolves when it has said so many lines. */
  said(count: number): Promise<void>;
  /** Resolves when it has ended, with all its lines there. */
  readonly ended: Promise<unknown>;
  /** Says something to it: what it waits for, whatever that is, is to be. */
  nudge(): void;
  kill(): void;
};

/** Starts a script. Disposing of it kills it. */
export function startChild(script: string, settings: object): Child {
  const path = fileURLToPath(new URL(`./${script}.ts`, import.meta.url));
  const args = ["--conditions=aiecs-source", path, JSON.stringify(settings)];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines: string[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    const parts = `${rest}${part}`.split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
    child.emit("said");
  });
  const ended = once(child, "close");
  return {
    lines,
    ended,
    async said(count) {
      while (lines.length < count) await once(child, "said", { signal: AbortSignal.timeout(50_000) });
    },
    nudge: () => void child.stdin?.end("\n"),
    kill: () => void child.kill("SIGKILL"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
