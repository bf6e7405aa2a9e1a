import { Socket } from "node:net";
import { whenClosed } from "./http/when-closed.ts";

/** Calls that run while their client waits for the answer. */
export interface RunningCalls {
  /**
   * Aborts when the client's connection closes, or when `abortAll` is called. Calls of one connection share one: most
   * connections carry many calls, one after another, and what has ended does not listen any more.
   */
  signalFor(socket: Socket): AbortSignal;
  /** Whether no time is left: what was cancelled since then was so because the server stops. */
  readonly aborted: boolean;
  abortAll(): void;
}

export function createRunningCalls(): RunningCalls {
  const controllers = new Map<Socket, AbortController>();
  let aborted = false;
  const open = (socket: Socket): AbortController => {
    const controller = new AbortController();
    // A request without a network comes over nothing that could ever close: it would be remembered for good.
    if (!(socket instanceof Socket)) return controller;
    controllers.set(socket, controller);
    whenClosed(socket, () => {
      controllers.delete(socket);
      controller.abort();
    });
    if (aborted) controller.abort();
    return controller;
  };
  return {
    get aborted() {
      return aborted;
    },
    signalFor: (socket) => (controllers.get(socket) ?? open(socket)).signal,
    abortAll() {
      aborted = true;
      for (const controller of controllers.values()) controller.abort();
    },
  };
}
