import type { Clock } from "#contracts/clock.ts";

const longMs = 24 * 3_600_000;

/** Keeps the process alive for somebody who waits, which nothing else does; the returned function ends it. */
export function keepAlive(clock: Clock): () => void {
  let cancel = clock.schedule(again, longMs);
  function again(): void {
    cancel = clock.schedule(again, longMs);
  }
  return () => cancel();
}
