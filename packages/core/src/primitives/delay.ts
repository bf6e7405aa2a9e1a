import type { Clock } from "#contracts/clock.ts";
import type { Cancellation } from "#contracts/rate-limiter.ts";

/** Waits; ends at once, by throwing the reason, when it is cancelled. */
export function delay(ms: number, clock: Clock, cancellation?: Cancellation): Promise<void> {
  return new Promise((resolve, reject) => {
    if (cancellation?.reason) {
      reject(cancellation.reason);
      return;
    }
    let forget: (() => void) | undefined;
    const cancelTimer = clock.schedule(() => {
      forget?.();
      resolve();
    }, ms);
    forget = cancellation?.onCancel((reason) => {
      cancelTimer();
      reject(reason);
    });
  });
}
