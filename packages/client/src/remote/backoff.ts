import type { ReconnectOptions } from "./remote-options.ts";

/** Milliseconds to wait before trying again; `wait` counts from 1. A random part, so that clients do not return all at once. */
export type Backoff = (wait: number) => number;

export function createBackoff({ backoffMs = 250, maxBackoffMs = 10_000 }: ReconnectOptions): Backoff {
  return (wait) => Math.random() * Math.min(maxBackoffMs, backoffMs * 2 ** (wait - 1));
}
