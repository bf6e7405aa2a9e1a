import type { MessagePort, Worker } from "node:worker_threads";
import { hardLimitMb } from "./memory-watch.ts";
import type { Hello, RunMessage, RunOutcome } from "./messages.ts";
import { ThreadCall } from "./thread-call.ts";

export type StartThreadsOptions = {
  readonly maxMemoryMb: number;
  /** Whether a thread may take a call now. */
  readonly isOpen: (threadId: number) => boolean;
  /** A thread is ready to be talked to by its port. */
  readonly onHello: (worker: Worker, port: MessagePort) => void;
  readonly onTaken: (call: ThreadCall, threadId: number) => void;
  /** A thread ended, for whatever reason. */
  readonly onGone: () => void;
  /** A thread failed while it had no call. */
  readonly onError: (error: unknown) => void;
};

/** The pool library, as far as it is used: it starts threads as calls come, and ends those whose call is killed. */
export type Threads = {
  readonly count: number;
  /** Runs a call on a free thread, or on a new one while there are fewer than `most`. */
  run(call: ThreadCall, most: number): Promise<RunOutcome>;
  destroy(): Promise<void>;
};

/** Loads the library, which is why only a call that needs a thread may ask for this. */
export async function startThreads(options: StartThreadsOptions): Promise<Threads> {
  const library = await import("piscina");
  const { Piscina } = library;
  const { maxMemoryMb, isOpen, onHello, onTaken, onGone, onError } = options;
  const pool = new Piscina<RunMessage, RunOutcome>({
    // Started from source, the thread's file is TypeScript, too.
    filename: new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url).href,
    minThreads: 0,
    // A thread that the library let go would not dispose what tools made there.
    idleTimeout: Number.POSITIVE_INFINITY,
    // Idle threads then wait in their event loop, where timers and sockets of tools go on.
    atomics: "disabled",
    recordTiming: false,
    resourceLimits: { maxOldGenerationSizeMb: hardLimitMb(maxMemoryMb) },
    workerData: { maxMemoryMb },
    loadBalancer: (task, workers) => {
      const free = workers.find((worker) => worker.currentUsage === 0 && isOpen(worker.id));
      const call = task[library.queueOptionsSymbol];
      if (free && call instanceof ThreadCall) onTaken(call, free.id);
      return free ?? null;
    },
  });
  pool.on("message", (message: unknown) => {
    const worker = isHello(message) && pool.threads.find(({ threadId }) => threadId === message.threadId);
    if (worker) onHello(worker, message.port);
  });
  pool.on("workerDestroy", onGone);
  pool.on("error", onError);
  return {
    get count() {
      return pool.threads.length;
    },
    run(call, most) {
      // A task that finds no free thread makes the library start threads up to this number, needed or not.
      pool.options.maxThreads = most;
      // Cloning leaves out what stands under a symbol: the call itself goes as far as the load balancer.
      const task = Object.assign(call.message, { [library.queueOptionsSymbol]: call });
      return pool.run(task, { signal: call.killSwitch });
    },
    destroy: () => pool.destroy(),
  };
}

function isHello(message: unknown): message is Hello {
  return typeof message === "object" && message !== null && "kind" in message && message.kind === "hello";
}
