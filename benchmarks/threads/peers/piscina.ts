import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { Threads } from "../work.ts";

/** With as many threads as there are cores; by its defaults it starts more, and is slower. */
export function create({ byDefault = false }: { byDefault?: boolean }): Threads {
  const filename = new URL("piscina-worker.ts", import.meta.url).href;
  const threads = availableParallelism();
  const pool = new Piscina(byDefault ? { filename } : { filename, minThreads: threads, maxThreads: threads });
  return {
    burn: (rounds) => pool.run({ rounds }, { name: "burn" }),
    nothing: () => pool.run({}, { name: "nothing" }),
    makeBuffer: (bytes) => pool.run({ bytes }, { name: "moveBuffer" }),
  };
}
