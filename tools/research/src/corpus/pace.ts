import { setImmediate } from "node:timers/promises";

/** Keeps long work from holding the event loop. */
export type Pace = {
  /** Lets others run when it is time to. @throws the signal's reason when the work is no longer wanted */
  breathe(): Promise<void>;
};

/** How long the event loop may be held at a stretch. */
const stretchMs = 8;

export function createPace(signal: AbortSignal): Pace {
  let since = performance.now();
  return {
    async breathe() {
      if (performance.now() - since < stretchMs) return;
      await setImmediate();
      signal.throwIfAborted();
      since = performance.now();
    },
  };
}
