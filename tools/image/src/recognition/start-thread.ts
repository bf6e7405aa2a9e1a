import { Worker } from "node:worker_threads";
import { ValidationError } from "@aiecs/core/toolkit";
import type { Recognition, RecognitionAnswer, RecognitionRequest, ThreadLanguage } from "./messages.ts";

/** A thread that recognises text of one language, one image at a time. */
export interface RecognitionThread {
  readonly code: string;
  /** False once it has crashed or was closed. */
  readonly isAlive: boolean;
  /** @throws the signal's reason when it aborts (the thread works on: close it), and what the recognition failed with */
  recognize(request: RecognitionRequest, signal: AbortSignal): Promise<Recognition>;
  /** Ends the thread at once, whatever it is doing; settles when it has ended. */
  close(): Promise<void>;
}

const threadFile = new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);

export function startThread({ code, folder }: ThreadLanguage): RecognitionThread {
  const workerData: ThreadLanguage = { code, folder };
  // The process's own flags are not for threads: one started with `--eval` could start none.
  const worker = new Worker(threadFile, { workerData, execArgv: [] });
  let failure: Error | undefined;
  worker.on("error", (error) => (failure = asError(error)));
  worker.on("exit", (status) => (failure ??= new Error(`The thread of text recognition ended with status ${status}`)));
  // An idle thread does not keep the process alive.
  worker.unref();

  return {
    code,
    get isAlive() {
      return failure === undefined;
    },
    recognize: (request, signal) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        const settle = (act: () => void) => {
          worker.off("message", onMessage).off("exit", onExit).unref();
          signal.removeEventListener("abort", onAbort);
          act();
        };
        const onMessage = (answer: RecognitionAnswer) =>
          settle(() => ("recognition" in answer ? resolve(answer.recognition) : reject(unreadable(answer.problem))));
        const onExit = () => settle(() => reject(failure ?? new Error("The thread of text recognition ended")));
        const onAbort = () => settle(() => reject(asError(signal.reason)));
        if (signal.aborted) return reject(asError(signal.reason));
        worker.ref();
        worker.on("message", onMessage).on("exit", onExit);
        signal.addEventListener("abort", onAbort);
        worker.postMessage(request);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}

function unreadable(problem: string): ValidationError {
  return new ValidationError(`Text recognition refused the image: ${problem}`);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
