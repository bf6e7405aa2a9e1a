import type { Logger } from "@aiecs/core";

/**
 * A promise that a tool forgot about must not end the calls of everybody else: its rejection is logged. What is thrown
 * outside of any promise still ends the process, since nobody knows what it left undone.
 */
export function outliveStrayRejections(logger: Pick<Logger, "error">): Disposable {
  const tell = (error: unknown): void => logger.error({ error }, "A promise was rejected that nobody waited for");
  process.on("unhandledRejection", tell);
  return { [Symbol.dispose]: () => void process.off("unhandledRejection", tell) };
}
