import type { Logger } from "@aiecs/core";
import { listenForInterrupt } from "#run/interrupt.ts";
import { outliveStrayRejections } from "./stray-rejections.ts";

/** A process that goes on until it is asked to stop. */
export type Stop = Disposable & { readonly asked: Promise<void> };

/** Listens for the signals that ask the process to end; meanwhile a promise that a tool forgot does not end it. */
export function untilStopped(logger: Logger): Stop {
  const cleanup = new DisposableStack();
  cleanup.use(outliveStrayRejections(logger));
  const { signal } = cleanup.use(
    listenForInterrupt(() => logger.info({}, "Stopping; the same signal again ends at once")),
  );
  const asked = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  return { asked, [Symbol.dispose]: () => cleanup.dispose() };
}
