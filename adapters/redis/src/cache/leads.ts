import { randomUUID } from "node:crypto";
import type { Clock, IdleTimer } from "@aiecs/core";

/** The right to work for a key, as this process has it. */
export type HeldLead = {
  readonly key: string;
  readonly token: string;
  /** Whether the result turned out to be one that cannot be shared. */
  alone: boolean;
  /** Whether Redis knows already that the work has ended. */
  ended: boolean;
};

/** What this process leads, and one timer that renews all of it. */
export class Leads {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #renew: (leads: readonly HeldLead[]) => void;
  readonly #held = new Map<string, HeldLead>();
  #timer: IdleTimer | undefined;

  constructor(clock: Clock, everyMs: number, renew: (leads: readonly HeldLead[]) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#renew = renew;
  }

  static create(key: string): HeldLead {
    return { key, token: randomUUID(), alone: false, ended: false };
  }

  of(key: string): HeldLead | undefined {
    return this.#held.get(key);
  }

  add(lead: HeldLead): void {
    this.#held.set(lead.key, lead);
    this.#timer ??= this.#startTimer();
  }

  remove(lead: HeldLead): void {
    if (this.#held.get(lead.key) === lead) this.#held.delete(lead.key);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#held.clear();
  }

  #startTimer(): IdleTimer {
    return this.#clock.scheduleIdle(() => this.#beat(), this.#everyMs);
  }

  #beat(): void {
    this.#timer = this.#held.size > 0 ? this.#startTimer() : undefined;
    if (this.#held.size > 0) this.#renew([...this.#held.values()]);
  }
}
