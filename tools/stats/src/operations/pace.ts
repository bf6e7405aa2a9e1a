import { setImmediate } from "node:timers/promises";
import type { ToolContext } from "@aiecs/core/toolkit";

/** Lets the event loop breathe between parts of long work, tells how far it is, and stops when the call is no longer wanted. */
export type Pace = {
  /** Tells the fraction of the whole, 0 to 1. @throws the signal's reason */
  reached(fraction: number, message: string): Promise<void>;
  /** Without anything to tell. @throws the signal's reason */
  pause(): Promise<void>;
};

export function createPace(context: Pick<ToolContext, "signal" | "progress">): Pace {
  const pause = async (): Promise<void> => {
    await setImmediate();
    context.signal.throwIfAborted();
  };
  return {
    pause,
    async reached(fraction, message) {
      context.progress(fraction, message);
      await pause();
    },
  };
}
