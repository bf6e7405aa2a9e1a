import type { ThreadCall } from "./thread-call.ts";

/**
 * Calls that wait for a thread, first come first served. Calls that another thread waits for go first: behind the
 * others they would hold that thread up, and no thread would be left to serve either.
 */
export class WaitingLine {
  readonly #nested = new Set<ThreadCall>();
  readonly #others = new Set<ThreadCall>();

  add(call: ThreadCall): void {
    (call.isNested ? this.#nested : this.#others).add(call);
  }

  /** Returns whether it was waiting. */
  remove(call: ThreadCall): boolean {
    return this.#nested.delete(call) || this.#others.delete(call);
  }

  next(): ThreadCall | undefined {
    for (const line of [this.#nested, this.#others]) {
      for (const call of line) {
        line.delete(call);
        return call;
      }
    }
    return undefined;
  }

  *[Symbol.iterator](): Generator<ThreadCall> {
    yield* this.#nested;
    yield* this.#others;
  }
}
