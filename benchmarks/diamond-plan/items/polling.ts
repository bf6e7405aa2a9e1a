import { setTimeout as sleep } from "node:timers/promises";
import type { Work } from "../../harness/measure-pairs.ts";
import { needs, wait } from "../diamonds.ts";

const lookEveryMs = 10;

/** A schedule that looks every 10 ms which steps have become ready, as LLMCompiler's does. */
export function create(): Work {
  return async () => {
    const started = new Set<number>();
    const ended = new Set<number>();
    while (ended.size < needs.length) {
      for (const [index, before] of needs.entries()) {
        if (started.has(index) || !before.every((step) => ended.has(step))) continue;
        started.add(index);
        void wait().then(() => ended.add(index));
      }
      await sleep(lookEveryMs);
    }
  };
}
