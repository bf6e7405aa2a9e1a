import { type Clock, type ConcurrencyLimiter, checkSlots, type PermitOptions, WaitingLine } from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { Inquiry } from "./inquiry.ts";
import { tellSlots } from "./slots-script.ts";
import { toNumbers } from "./to-numbers.ts";

export type SharedSlotsOptions = {
  readonly ask: RedisConnection["run"];
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  /** What the keys begin with. */
  readonly key: string;
  /** What the channels begin with on which processes hear that slots may be free; the process's id comes after it. */
  readonly channels: string;
  readonly slots: number;
  readonly maxWaiting: number;
  readonly leaseMs: number;
  readonly patienceMs: number;
};

/** Messages get lost: so often whoever waits looks by itself. */
const longestWaitMs = 1_000;

/**
 * Slots that all processes count together. Redis lends them to this process; a process that is killed loses them when
 * its lease ends. As long as nobody waits elsewhere, a slot that is given back here goes to the next who waits here.
 */
export class SharedSlots implements ConcurrencyLimiter {
  readonly #options: SharedSlotsOptions;
  readonly #keys: readonly string[];
  readonly #member: string;
  readonly #line: WaitingLine;
  readonly #inquiry: Inquiry;
  #messages = 0;
  #running = 0;
  /** How many may run here, as far as Redis knows at least; never below `#running`. */
  #lent = 0;
  #free: number;
  #othersWait = false;
  /** Whether Redis must know this member, since it held or wanted slots when it last spoke. */
  #isKnown = false;
  #cancelLook: (() => void) | undefined;

  constructor(options: SharedSlotsOptions) {
    const { clock, slots, maxWaiting, patienceMs, key, heartbeat } = options;
    checkSlots(slots);
    this.#options = options;
    this.#keys = ["ends", "holds", "waits", "messages", "pause"].map((name) => `${key}:${name}`);
    this.#member = heartbeat.nameMember(this);
    this.#free = slots;
    const limit = `one of ${slots} slots to run in`;
    this.#line = new WaitingLine({ maxWaiting, limit, onDeserted: () => this.#inquiry.start() });
    const giveUp = (error: Error) => this.#line.refuseAll(error);
    this.#inquiry = new Inquiry({ clock, patienceMs, giveUp, ask: () => this.#tell() });
  }

  get free(): number {
    return this.#free;
  }

  get waiting(): number {
    return this.#line.size;
  }

  tryAcquire(): boolean {
    if (this.#running >= this.#lent || this.#line.size > 0) return false;
    this.#running += 1;
    return true;
  }

  acquire(options: PermitOptions): Promise<void> {
    if (options.cancellation?.reason === undefined && this.tryAcquire()) return Promise.resolve();
    const admitted = this.#line.join(options);
    if (this.#line.size > 0) this.#inquiry.start();
    return admitted;
  }

  release(): void {
    if (this.#running === 0) throw new Error("No slot is held here: one was released twice");
    this.#running -= 1;
    if (!this.#othersWait && this.#admitOne()) return;
    this.#inquiry.start();
  }

  /** Renews the lease, and takes what is free when somebody waits here. */
  look(): void {
    this.#inquiry.start();
  }

  /** Others tell that slots are free, or that they wait: whoever waits here has to ask, others need not know. */
  hear(): void {
    if (this.#line.size > 0) this.#inquiry.start();
  }

  stop(): void {
    this.#inquiry.stop();
    this.#cancelLook?.();
  }

  #admitOne(): boolean {
    if (this.#running >= this.#lent || !this.#line.admitNext()) return false;
    this.#running += 1;
    return true;
  }

  async #tell(): Promise<void> {
    const { ask, heartbeat, slots, leaseMs, channels } = this.#options;
    const held = this.#running;
    const wanted = Math.min(slots, this.#line.size);
    this.#lent = held;
    this.#messages += 1;
    // Known to the heartbeat until Redis has heard that there is nothing to be known any more.
    heartbeat.add(this);
    const known = this.#isKnown ? 1 : 0;
    const args = [this.#member, this.#messages, held, wanted, slots, leaseMs, channels, known];
    const reply = await ask((client) => tellSlots(client, this.#keys, args));
    const [given = 0, free = 0, others = 0, lookMs = leaseMs] = toNumbers(reply);
    this.#lent = held + given;
    this.#free = free;
    this.#othersWait = others > 0;
    this.#isKnown = this.#lent > 0 || wanted > given;
    // A slot that was given back meanwhile goes to those who wait elsewhere, when there are any.
    for (let count = 0; (!this.#othersWait || count < given) && this.#admitOne(); count += 1);
    if (this.#running < this.#lent) this.#inquiry.start();
    else if (!this.#isKnown && this.#line.size === 0) heartbeat.remove(this);
    this.#planLook(lookMs);
  }

  #planLook(lookMs: number): void {
    this.#cancelLook?.();
    this.#cancelLook = undefined;
    if (this.#line.size === 0) return;
    this.#cancelLook = this.#options.clock.schedule(() => this.look(), Math.max(1, Math.min(longestWaitMs, lookMs)));
  }
}
