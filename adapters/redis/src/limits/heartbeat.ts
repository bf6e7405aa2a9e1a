import type { Clock, IdleTimer } from "@aiecs/core";

export type Member = { look(): void; hear(): void; stop(): void };

export type HeartbeatOptions = {
  readonly clock: Clock;
  /** Tells one process from all others. */
  readonly processId: string;
  readonly everyMs: number;
};

/** One timer renews the leases of all limits of a process that hold slots or wait for some. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #members = new Map<string, Member>();
  readonly #names = new WeakMap<Member, string>();
  #count = 0;
  #timer: IdleTimer | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** A name that no other member has, in any process. */
  nameMember(member: Member): string {
    this.#count += 1;
    this.#names.set(member, String(this.#count));
    return `${this.#options.processId}:${this.#count}`;
  }

  add(member: Member): void {
    const name = this.#names.get(member);
    if (name !== undefined) this.#members.set(name, member);
    this.#timer ??= this.#startTimer();
  }

  remove(member: Member): void {
    const name = this.#names.get(member);
    if (name !== undefined) this.#members.delete(name);
  }

  /** What another process told a member of this one. */
  deliver(name: string): void {
    this.#members.get(name)?.hear();
  }

  /** For when Redis is back, and may have forgotten who holds what. */
  lookNow(): void {
    for (const member of this.#members.values()) member.look();
  }

  stop(): void {
    this.#timer?.cancel();
    for (const member of this.#members.values()) member.stop();
    this.#members.clear();
  }

  #startTimer(): IdleTimer {
    return this.#options.clock.scheduleIdle(() => this.#beat(), this.#options.everyMs);
  }

  #beat(): void {
    this.#timer = this.#members.size > 0 ? this.#startTimer() : undefined;
    this.lookNow();
  }
}
