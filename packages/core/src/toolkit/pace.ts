import { setImmediate } from "node:timers/promises";
import type { ToolContext } from "#contracts/tool-context.ts";

/** Takes long work piece by piece: the event loop breathes, an abort reaches it, and others are told how far it is. */
export type Pace = {
  /** Tells the fraction of the whole, 0 to 1, at first and whenever a rest is due. @throws the signal's reason */
  reached(fraction: number, message: string): Promise<void>;
  /** Rests where it is due, with nothing to tell. @throws the signal's reason */
  pause(): Promise<void>;
};

/**
 * A pace for the work of one call. Ask for it often: it rests every 25 ms at most, so that quick work never does.
 *
 * @example
 * const pace = createPace(context);
 * for (const [index, row] of rows.entries()) {
 *   await pace.reached(index / rows.length, `row ${index}`);
 *   add(row);
 * }
 */
export function createPace({ signal, progress }: Pick<ToolContext, "signal" | "progress">): Pace {
  let restedMs = performance.now();
  let hasTold = false;
  const isDue = (): boolean => performance.now() - restedMs >= restMs;
  const rest = async (): Promise<void> => {
    await setImmediate();
    signal.throwIfAborted();
    restedMs = performance.now();
  };
  return {
    async reached(fraction, message) {
      signal.throwIfAborted();
      const due = isDue();
      if (due || !hasTold) progress(fraction, message);
      hasTold = true;
      if (due) await rest();
    },
    async pause() {
      signal.throwIfAborted();
      if (isDue()) await rest();
    },
  };
}

const restMs = 25;
