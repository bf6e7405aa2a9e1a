import type { MessagePort, Worker } from "node:worker_threads";
import { receiveMessageOnPort } from "node:worker_threads";
import type { FromThread, Thrown, ToThread } from "./messages.ts";

export type ThreadLinkOptions = {
  readonly threadId: number;
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly onMessage: (message: Exclude<FromThread, { readonly kind: "crash" }>, link: ThreadLink) => void;
  readonly onClose: () => void;
};

/** The main thread's end of the line to one thread. Lies idle, and costs nothing, while calls need nothing. */
export class ThreadLink {
  readonly threadId: number;
  readonly worker: Worker;
  /** Why the thread is about to end. */
  crash: Thrown | undefined;
  /** Whether a tool was given its config there, and so may have made something to dispose. */
  holdsInstances = false;
  /** Whether it takes no further calls and leaves after the one it has. */
  isRetired = false;
  /** Settles when the thread has ended. */
  readonly closed: Promise<void>;
  readonly #port: MessagePort;
  readonly #options: ThreadLinkOptions;

  constructor(options: ThreadLinkOptions) {
    const { threadId, worker, port, onClose } = options;
    this.threadId = threadId;
    this.worker = worker;
    this.#port = port;
    this.#options = options;
    port.on("message", (message: FromThread) => this.#receive(message));
    this.closed = new Promise((resolve) => {
      port.once("close", () => {
        onClose();
        resolve();
      });
    });
    // Idle threads must not keep the process alive; busy ones do so through the pool's own line.
    port.unref();
  }

  post(message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  /** Receives now what is on its way already. A result comes by another line and may have overtaken it. */
  drain(): void {
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port)) {
      this.#receive(next.message);
    }
  }

  #receive(message: FromThread): void {
    if (message.kind === "crash") this.crash = message.thrown;
    else this.#options.onMessage(message, this);
  }
}
