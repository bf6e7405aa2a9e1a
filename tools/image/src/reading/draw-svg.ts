import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { DrawnSvg, SvgAnswer, SvgRequest } from "./svg-messages.ts";

export type DrawSvgOptions = SvgRequest & {
  readonly signal: AbortSignal;
  /** @default 20_000 */
  readonly timeoutMs?: number;
};

const processFile = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./svg-process.ts" : "./svg-process.js", import.meta.url),
);

/**
 * Draws an SVG in a process of its own: drawing cannot be interrupted otherwise, and a few nested filters or copies
 * take hours. Settles when that process has ended.
 *
 * @throws the signal's reason, and an error for what cannot be drawn or takes too long
 */
export async function drawSvg({ content, maxPixels, signal, timeoutMs = 20_000 }: DrawSvgOptions): Promise<DrawnSvg> {
  signal.throwIfAborted();
  const child = fork(processFile, {
    execArgv: [],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  const stop = () => void child.kill("SIGKILL");
  signal.addEventListener("abort", stop);
  try {
    const answer = await new Promise<SvgAnswer | undefined>((resolve, reject) => {
      let received: SvgAnswer | undefined;
      child.on("message", (message: SvgAnswer) => {
        received = message;
        stop();
      });
      child.on("exit", () => resolve(received)).on("error", reject);
      const request: SvgRequest = { content, maxPixels };
      // A process that could not be reached ends, which "exit" tells.
      child.send(request, () => undefined);
    });
    signal.throwIfAborted();
    if (answer === undefined) throw new Error(`drawing it takes more than ${timeoutMs / 1_000} seconds`);
    if ("problem" in answer) throw new Error(answer.problem);
    return answer;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
