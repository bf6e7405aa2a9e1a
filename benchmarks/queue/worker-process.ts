import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { DrainOptions } from "./drains.ts";
import type { Answer, Request } from "./items/worker.ts";
import type { Kind } from "./sides.ts";

const script = fileURLToPath(new URL("items/worker.ts", import.meta.url));

/** How long it took to work off what was there, and the processor time of the process. */
export type Drained = { readonly ms: number; readonly cpuMs: number };

/** A worker in a process of its own. */
export type WorkerProcess = AsyncDisposable & {
  /** Connects; nothing is taken yet. */
  prepare(count: number): Promise<void>;
  /** Works off what there is. Its connections are there until it rests. */
  drain(): Promise<Drained>;
  /** Closes what it has opened, until it is prepared again. */
  rest(): Promise<void>;
  /** Works off what comes, until it is disposed of. */
  serve(): Promise<void>;
};

/** Resolves when it is there: several that start at once would wait for each other where they run with real-time priority. */
export async function startWorker(kind: Kind, options: DrainOptions): Promise<WorkerProcess> {
  const child = fork(script, [JSON.stringify({ kind, ...options })], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const killWithUs = (): void => void child.kill("SIGKILL");
  process.once("exit", killWithUs);
  await ask(child, "hello");
  return {
    prepare: async (count) => void (await ask(child, { ready: count })),
    async drain() {
      const answer = await ask(child, "begin");
      if (answer === "ready") throw new Error("A worker that should have worked said that it is ready");
      return answer;
    },
    rest: async () => void (await ask(child, "rest")),
    serve: async () => void (await ask(child, "serve")),
    async [Symbol.asyncDispose]() {
      process.off("exit", killWithUs);
      if (child.exitCode !== null) return;
      child.send("end" satisfies Request);
      await once(child, "exit");
    },
  };
}

function ask(child: ChildProcess, request: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`A worker ended with code ${code}`));
    child.once("exit", ended);
    child.once("message", (answer: Answer) => {
      child.off("exit", ended);
      resolve(answer);
    });
    child.send(request);
  });
}
