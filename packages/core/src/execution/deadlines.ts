import type { Clock, IdleTimer } from "#contracts/clock.ts";

/** Something that ends at a moment unless it is taken out before. The links are `Deadlines`' own. */
export interface Expiring {
  /** Called once, when its time is over. */
  expire(): void;
  /** Called once instead, when everything is brought to an end. */
  giveUp(reason: Error): void;
  /** Undefined while it has no deadline. */
  deadlines: DeadlineList | undefined;
  expiresAtMs: number;
  earlier: Expiring | undefined;
  later: Expiring | undefined;
}

/**
 * Deadlines at the price of a list entry: calls with the same time-out expire in the order they began, so one timer per
 * distinct duration is enough, and it is left running between calls. A timer per call would cost more than the call.
 * What may take for ever is added with an infinite duration, so that it can be given up with all the rest.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #lists = new Map<number, DeadlineList>();
  /** Calls mostly have the same time-out as the one before. */
  #latest: DeadlineList | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `startedAtMs` is monotonic time; it must not run backwards between calls with the same duration. */
  add(owner: Expiring, durationMs: number, startedAtMs: number): void {
    if (this.#latest?.durationMs !== durationMs) this.#latest = this.#listOf(durationMs);
    this.#latest.append(owner, startedAtMs);
  }

  remove(owner: Expiring): void {
    owner.deadlines?.remove(owner);
  }

  /** Gives up everything that is under way. */
  close(reason: Error): void {
    for (const list of this.#lists.values()) list.close(reason);
    this.#lists.clear();
    this.#latest = undefined;
  }

  #listOf(durationMs: number): DeadlineList {
    let list = this.#lists.get(durationMs);
    if (!list) {
      list = new DeadlineList(this.#clock, durationMs, () => this.#forget(durationMs));
      this.#lists.set(durationMs, list);
    }
    return list;
  }

  #forget(durationMs: number): void {
    this.#lists.delete(durationMs);
    if (this.#latest?.durationMs === durationMs) this.#latest = undefined;
  }
}

/** Everything with the same duration, in the order it expires. */
export class DeadlineList {
  readonly durationMs: number;
  readonly #clock: Clock;
  readonly #onIdle: () => void;
  #first: Expiring | undefined;
  #last: Expiring | undefined;
  #timer: IdleTimer | undefined;
  #keepsAlive = false;

  constructor(clock: Clock, durationMs: number, onIdle: () => void) {
    this.#clock = clock;
    this.durationMs = durationMs;
    this.#onIdle = onIdle;
  }

  append(owner: Expiring, startedAtMs: number): void {
    const last = this.#last;
    owner.deadlines = this;
    owner.expiresAtMs = Math.max(startedAtMs + this.durationMs, last ? last.expiresAtMs : 0);
    owner.earlier = last;
    this.#last = owner;
    if (last) last.later = owner;
    else {
      this.#first = owner;
      if (!this.#timer) this.#arm(owner.expiresAtMs);
    }
  }

  remove(owner: Expiring): void {
    const { earlier, later } = owner;
    owner.deadlines = undefined;
    owner.earlier = undefined;
    owner.later = undefined;
    if (earlier) earlier.later = later;
    else this.#first = later;
    if (later) later.earlier = earlier;
    else this.#last = earlier;
    if (this.#keepsAlive && !this.#first) this.#keepAlive(false);
  }

  close(reason: Error): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (let owner = this.#first; owner; owner = this.#first) {
      this.remove(owner);
      owner.giveUp(reason);
    }
  }

  #arm(expiresAtMs: number): void {
    if (expiresAtMs === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.max(1, Math.ceil(expiresAtMs - this.#clock.monotonicMs()));
    const holdIfNeeded = (): void => {
      if (this.#first) this.#keepAlive(true);
    };
    this.#timer = this.#clock.scheduleIdle(() => this.#fire(), waitMs, holdIfNeeded);
  }

  /** Work that nothing but its deadline will end must still see it. */
  #keepAlive(on: boolean): void {
    this.#keepsAlive = on;
    this.#timer?.keepAlive(on);
  }

  #fire(): void {
    this.#timer = undefined;
    this.#keepsAlive = false;
    const nowMs = this.#clock.monotonicMs();
    for (let owner = this.#first; owner && owner.expiresAtMs <= nowMs; owner = this.#first) {
      this.remove(owner);
      owner.expire();
    }
    // Expiring may have let new work in, which armed the timer already.
    if (this.#timer) return;
    if (this.#first) this.#arm(this.#first.expiresAtMs);
    else this.#onIdle();
  }
}
