import type { ThreadCall } from "./thread-call.ts";
import type { ThreadLink } from "./thread-link.ts";

export type MemoryWatchOptions = {
  readonly maxMemoryMb: number;
  /** What runs now; the watch pauses when nothing does. */
  readonly running: () => Iterable<ThreadCall>;
  readonly onExceeded: (call: ThreadCall, usedMb: number) => void;
  /** @default 50 */
  readonly intervalMs?: number;
};

/**
 * V8's own limit, in MiB, behind the watched one. It must be far away: V8 ends the whole process, not the thread, when
 * an allocation goes more than 16 MiB beyond it, as that of a growing Map or array does.
 */
export function hardLimitMb(maxMemoryMb: number): number {
  return Math.max(2_047, 4 * maxMemoryMb);
}

/** Watches what busy threads use: heap and buffers together, garbage that is not collected yet included. */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  /** Threads that have been asked and did not answer yet. */
  readonly #asked = new Set<ThreadLink>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
  }

  /** To be called when a thread gets work. Does nothing while the watch goes on. */
  start(): void {
    this.#timer ??= setInterval(() => this.#look(), this.#options.intervalMs ?? 50).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    let watched = 0;
    for (const call of this.#options.running()) {
      watched += 1;
      if (call.link && !this.#asked.has(call.link)) void this.#measure(call, call.link);
    }
    if (watched === 0) this.stop();
  }

  async #measure(call: ThreadCall, link: ThreadLink): Promise<void> {
    this.#asked.add(link);
    try {
      const { used_heap_size, external_memory } = await link.worker.getHeapStatistics();
      const usedMb = (used_heap_size + external_memory) / 2 ** 20;
      if (usedMb > this.#options.maxMemoryMb) this.#options.onExceeded(call, Math.round(usedMb));
    } catch {
      // The one refusal there is: the thread has ended, and uses nothing any more.
    } finally {
      this.#asked.delete(link);
    }
  }
}
