import type { Work } from "../../harness/measure-pairs.ts";
import { pathLength, wait } from "../diamonds.ts";

/** The steps of the longest way, one after another: timers' own delay included, nothing else. */
export function create(): Work {
  return async () => {
    for (let left = pathLength; left > 0; left -= 1) await wait();
  };
}
