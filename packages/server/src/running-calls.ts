import type { ServerResponse } from "node:http";

/** Calls that run while their client waits for the answer. */
export interface RunningCalls {
  /** Aborts when the client is gone before it was answered, or when `abortAll` is called. */
  signalFor(response: ServerResponse): AbortSignal;
  /** How many there are. */
  readonly size: number;
  /** Whether no time is left: what was cancelled since then was so because the server stops. */
  readonly aborted: boolean;
  abortAll(): void;
}

export function createRunningCalls(): RunningCalls {
  const running = new Set<AbortController>();
  let aborted = false;
  return {
    get size() {
      return running.size;
    },
    get aborted() {
      return aborted;
    },
    signalFor(response) {
      const controller = new AbortController();
      if (aborted) controller.abort();
      running.add(controller);
      response.once("close", () => {
        running.delete(controller);
        if (!response.writableFinished) controller.abort();
      });
      return controller.signal;
    },
    abortAll() {
      aborted = true;
      for (const controller of running) controller.abort();
    },
  };
}
