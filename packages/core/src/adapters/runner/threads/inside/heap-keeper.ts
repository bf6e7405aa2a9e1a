import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** A call that took less does not leave enough to be worth a look. */
const minMs = 5;

/**
 * Collects what a call left behind when it is much, so that the next call on this thread is not blamed for it. V8 itself
 * sees no hurry: its own limit is far away.
 */
export class HeapKeeper {
  readonly #maxBytes: number;
  /** What was in use after the last collection: living data, which collecting again would not free. */
  #livingBytes = 0;
  #isDue = false;
  #collect: (() => void) | undefined;

  constructor(maxMemoryMb: number) {
    this.#maxBytes = maxMemoryMb * 2 ** 20;
  }

  afterCall(tookMs: number): void {
    if (tookMs < minMs) return;
    const used = usedBytes();
    if (used < this.#maxBytes / 2 || used < this.#livingBytes * 1.25) return;
    this.#isDue = true;
    // After the result has gone; the next call may come even sooner, and waits for it.
    setImmediate(() => this.collectIfDue());
  }

  collectIfDue(): void {
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#collect ??= findCollector();
    this.#collect();
    this.#livingBytes = usedBytes();
  }
}

function usedBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** The collector is to be had from a fresh context only, made while the flag is set. */
function findCollector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  setFlagsFromString("--no-expose-gc");
  return typeof collect === "function" ? () => void collect() : () => {};
}
