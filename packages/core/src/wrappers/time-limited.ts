import type { Clock } from "#contracts/clock.ts";
import { OperationTimeoutError } from "#contracts/errors.ts";

/** Runs work within a time; the signal aborts when it is over. @throws E002 */
export async function timeLimited<T>(
  name: string,
  timeoutMs: number,
  clock: Clock,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let cancelTimer: (() => void) | undefined;
  const timeUp = new Promise<never>((_, reject) => {
    cancelTimer = clock.schedule(() => {
      const error = new OperationTimeoutError(`${name} timed out after ${timeoutMs} ms`);
      controller.abort(error);
      reject(error);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(controller.signal), timeUp]);
  } finally {
    cancelTimer?.();
  }
}
