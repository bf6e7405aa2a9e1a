import { CancelledError } from "@aiecs/core/contracts";

/** @throws E004 for whatever reason the signal was aborted */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelledBy(signal);
}

/** The error of a call that its signal ended. */
export function cancelledBy(signal: AbortSignal): CancelledError {
  const { reason } = signal;
  return reason instanceof CancelledError ? reason : new CancelledError("Cancelled", { cause: reason });
}

/** What is waited for, as long as the signal allows. @throws E004 when it aborts */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(cancelledBy(signal));
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

/** Waits. @throws E004 when the signal aborts */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(cancelledBy(signal));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

/** Why calls end, and none begins, once a client is closed. */
export function clientClosed(): CancelledError {
  return new CancelledError("Cancelled: the client was closed");
}
