import type { Cancellation } from "#contracts/rate-limiter.ts";
import type { ToolContext } from "#contracts/tool-context.ts";

/** How a call learns that nobody wants it any more. */
export type CallCancellation = {
  /** Whether it has happened; what `reason` gives then is the reason. */
  readonly isCancelled: () => boolean;
  readonly reason: () => unknown;
  readonly onCancel: (listener: (reason: unknown) => void) => () => void;
};

/** The runtime's own contexts are cancellations themselves, which saves making an AbortSignal for each call. */
export function cancellationOf(context: ToolContext): CallCancellation {
  if (isCancellation(context)) {
    return {
      isCancelled: () => context.reason !== undefined,
      reason: () => context.reason,
      onCancel: (listener) => context.onCancel(listener),
    };
  }
  const { signal } = context;
  return {
    isCancelled: () => signal.aborted,
    reason: () => signal.reason,
    onCancel: (listener) => {
      const onAbort = () => listener(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      return () => signal.removeEventListener("abort", onAbort);
    },
  };
}

function isCancellation(context: ToolContext): context is ToolContext & Cancellation {
  return "onCancel" in context && typeof context.onCancel === "function" && "reason" in context;
}
