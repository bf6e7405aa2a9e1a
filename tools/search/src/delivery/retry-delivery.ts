import { setTimeout as wait } from "node:timers/promises";
import { ValidationError } from "@aiecs/core/toolkit";
import type { DeliverySettings } from "#schemas/search-config.ts";
import type { Delivered, Message, Send } from "./message.ts";

export type RetryOptions = {
  readonly settings: DeliverySettings;
  /** Ends all attempts and waits. */
  readonly signal: AbortSignal;
  readonly onFailure: (attempt: number, error: unknown) => void;
};

/** A message that could not be delivered. */
export class DeliveryError extends Error {
  readonly attempts: number;
  /** The tool has tried already as often as it may. */
  readonly retryable = false;

  constructor(attempts: number, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = "DeliveryError";
    this.attempts = attempts;
  }
}

/** Sends a message, again and again while that may help and time is left. @throws DeliveryError, or the signal's reason */
export async function retryDelivery(
  send: Send,
  message: Message,
  { settings, signal, onFailure }: RetryOptions,
): Promise<Delivered & { readonly attempts: number }> {
  const ends = AbortSignal.any([signal, AbortSignal.timeout(settings.max_duration_ms)]);
  const startMs = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      return { ...(await attemptOnce(send, message, ends, settings)), attempts: attempt };
    } catch (error) {
      signal.throwIfAborted();
      onFailure(attempt, error);
      const waitMs = Math.max(settings.backoff_ms * 2 ** (attempt - 1), retryAfterOf(error));
      const leftMs = settings.max_duration_ms - (performance.now() - startMs);
      if (attempt >= settings.max_attempts || !isRetryable(error) || waitMs >= leftMs)
        throw new DeliveryError(attempt, error);
      await wait(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

async function attemptOnce(
  send: Send,
  message: Message,
  ends: AbortSignal,
  settings: DeliverySettings,
): Promise<Delivered> {
  const limit = AbortSignal.timeout(settings.attempt_timeout_ms);
  const signal = AbortSignal.any([ends, limit]);
  try {
    signal.throwIfAborted();
    return await orAborted(send(message, signal), signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    const ms = limit.aborted ? settings.attempt_timeout_ms : settings.max_duration_ms;
    throw new Error(`no answer within ${ms} ms`, { cause: error });
  }
}

/** Not all that a channel waits for heeds the signal: the search for a name's address, for one. */
function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(toError(signal.reason));
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

function isRetryable(error: unknown): boolean {
  if (error instanceof ValidationError) return false;
  return !(error instanceof Error && "retryable" in error && error.retryable === false);
}

function retryAfterOf(error: unknown): number {
  const ms: unknown = error instanceof Error && "retryAfterMs" in error ? error.retryAfterMs : 0;
  return typeof ms === "number" ? ms : 0;
}
