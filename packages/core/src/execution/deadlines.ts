import type { Clock, IdleTimer } from "#contracts/clock.ts";

/** Something that ends at a moment unless it is taken out before. Links the lists of `Deadlines`; owned by them. */
export interface Expiring {
  /** Called once, when its time is over. */
  expire(): void;
  /** Called once instead, when everything is brought to an end. */
  giveUp(reason: Error): void;
  deadlineNode: DeadlineNode | undefined;
}

export type DeadlineNode = {
  readonly owner: Expiring;
  readonly list: DeadlineList;
  readonly expiresAtMs: number;
  previous: DeadlineNode | undefined;
  next: DeadlineNode | undefined;
};

/**
 * Deadlines at the price of a list entry: calls with the same time-out expire in the order they began, so one timer per
 * distinct duration is enough, and it is left running between calls. A timer per call would cost more than the call.
 * What may take for ever is added with an infinite duration, so that it can be given up with all the rest.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #lists = new Map<number, DeadlineList>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `startedAtMs` is monotonic time; it must not run backwards between calls with the same duration. */
  add(owner: Expiring, durationMs: number, startedAtMs: number): void {
    let list = this.#lists.get(durationMs);
    if (!list) {
      list = new DeadlineList(this.#clock, durationMs, () => this.#lists.delete(durationMs));
      this.#lists.set(durationMs, list);
    }
    list.append(owner, startedAtMs);
  }

  remove(owner: Expiring): void {
    owner.deadlineNode?.list.remove(owner);
  }

  /** Gives up everything that is under way. */
  close(reason: Error): void {
    for (const list of this.#lists.values()) list.close(reason);
    this.#lists.clear();
  }
}

class DeadlineList {
  readonly #clock: Clock;
  readonly #durationMs: number;
  readonly #onIdle: () => void;
  #first: DeadlineNode | undefined;
  #last: DeadlineNode | undefined;
  #timer: IdleTimer | undefined;

  constructor(clock: Clock, durationMs: number, onIdle: () => void) {
    this.#clock = clock;
    this.#durationMs = durationMs;
    this.#onIdle = onIdle;
  }

  append(owner: Expiring, startedAtMs: number): void {
    const last = this.#last;
    const expiresAtMs = Math.max(startedAtMs + this.#durationMs, last?.expiresAtMs ?? 0);
    const node: DeadlineNode = { owner, list: this, expiresAtMs, previous: last, next: undefined };
    owner.deadlineNode = node;
    this.#last = node;
    if (last) {
      last.next = node;
      return;
    }
    this.#first = node;
    if (this.#timer) this.#timer.keepAlive(true);
    else this.#arm(expiresAtMs);
  }

  remove(owner: Expiring): void {
    const node = owner.deadlineNode;
    if (!node) return;
    owner.deadlineNode = undefined;
    if (node.previous) node.previous.next = node.next;
    else this.#first = node.next;
    if (node.next) node.next.previous = node.previous;
    else this.#last = node.previous;
    if (!this.#first) this.#timer?.keepAlive(false);
  }

  close(reason: Error): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (let node = this.#first; node; node = this.#first) {
      this.remove(node.owner);
      node.owner.giveUp(reason);
    }
  }

  #arm(expiresAtMs: number): void {
    if (expiresAtMs === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.max(1, Math.ceil(expiresAtMs - this.#clock.monotonicMs()));
    this.#timer = this.#clock.scheduleIdle(() => this.#fire(), waitMs);
  }

  #fire(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.monotonicMs();
    for (let node = this.#first; node && node.expiresAtMs <= nowMs; node = this.#first) {
      this.remove(node.owner);
      node.owner.expire();
    }
    // Expiring may have let new work in, which armed the timer already.
    if (this.#timer) return;
    if (this.#first) this.#arm(this.#first.expiresAtMs);
    else this.#onIdle();
  }
}
