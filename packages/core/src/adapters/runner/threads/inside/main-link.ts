import type { MessagePort } from "node:worker_threads";
import type { FromThread, Request, Requests, ToThread } from "../messages.ts";
import { fromThrown } from "../thrown.ts";

type Pending = {
  readonly call: number;
  readonly reply: (reply: Extract<ToThread, { readonly kind: "reply" | "refusal" }>) => void;
};

/** A thread's end of its line to the main thread. Unused, and free, while operations ask for nothing. */
export class MainLink {
  /** Whether the running call has posted anything: then the main thread looks here before it ends the call. */
  hasPosted = false;
  /** The call that runs now; what others get afterwards is nobody's business any more. */
  runningCall: number | undefined;
  readonly #port: MessagePort;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(
    port: MessagePort,
    listener: (message: Exclude<ToThread, { readonly kind: "reply" | "refusal" }>) => void,
  ) {
    this.#port = port;
    port.on("message", (message: ToThread) => {
      if (message.kind === "reply" || message.kind === "refusal") this.#settle(message);
      else listener(message);
    });
  }

  post(message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
    this.hasPosted = true;
    this.#port.postMessage(message, transfer);
  }

  /** Asks the main thread on behalf of a call. Never settles when the call ends first: there is nobody left to tell. */
  ask<K extends keyof Requests>(
    call: number,
    kind: K,
    given: Requests[K]["given"],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<Requests[K]["got"]> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, {
        call,
        reply: (reply) => {
          if (reply.kind === "refusal") reject(fromThrown(reply.thrown));
          // The main thread answers each kind with its own type; both ends share `Requests`.
          else resolve(reply.value);
        },
      });
      this.post({ kind: "request", call, id, request: { kind, ...given } as Request }, transfer);
    });
  }

  #settle(message: Extract<ToThread, { readonly kind: "reply" | "refusal" }>): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (pending?.call === this.runningCall) pending?.reply(message);
  }
}
