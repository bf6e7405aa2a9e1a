import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { RawTask } from "../raw-worker.ts";
import type { Threads } from "../work.ts";

type Waiting = { readonly task: RawTask; readonly resolve: (value: unknown) => void };

/** As many workers as there are cores, each given the next task when it has ended one. */
export function create(): Threads {
  const waiting: Waiting[] = [];
  const free: Worker[] = [];
  const send = (worker: Worker): void => {
    const next = waiting.shift();
    if (!next) {
      free.push(worker);
      return;
    }
    worker.once("message", (value: unknown) => {
      next.resolve(value);
      send(worker);
    });
    worker.postMessage(next.task);
  };
  for (let count = availableParallelism(); count > 0; count -= 1) {
    const worker = new Worker(new URL("../raw-worker.ts", import.meta.url));
    worker.once("message", () => send(worker));
  }
  const run = (task: RawTask): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.push({ task, resolve });
      const worker = free.pop();
      if (worker) send(worker);
    });
  return {
    burn: (rounds) => run({ name: "burn", rounds }),
    nothing: () => run({ name: "nothing" }),
  };
}
