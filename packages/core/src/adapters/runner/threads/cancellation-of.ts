import { CancelledError } from "#contracts/errors.ts";
import type { Cancellation } from "#contracts/rate-limiter.ts";
import type { ToolContext } from "#contracts/tool-context.ts";

/** How a call learns that nobody wants it any more, and why: a Cancellation, but the reason need not be an error. */
export type CallCancellation = {
  readonly reason: unknown;
  onCancel(listener: (reason: unknown) => void): () => void;
};

/** The runtime's own contexts are cancellations themselves, which saves making an AbortSignal for each call. */
export function cancellationOf(context: ToolContext): CallCancellation {
  return isCancellation(context) ? context : new SignalCancellation(context.signal);
}

function isCancellation(context: ToolContext): context is ToolContext & Cancellation {
  return "onCancel" in context && typeof context.onCancel === "function" && "reason" in context;
}

class SignalCancellation implements CallCancellation {
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  get reason(): unknown {
    return this.#signal.aborted ? (this.#signal.reason ?? new CancelledError("Cancelled")) : undefined;
  }

  onCancel(listener: (reason: unknown) => void): () => void {
    const onAbort = () => listener(this.reason);
    this.#signal.addEventListener("abort", onAbort, { once: true });
    return () => this.#signal.removeEventListener("abort", onAbort);
  }
}
