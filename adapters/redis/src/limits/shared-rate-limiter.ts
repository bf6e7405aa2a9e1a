import { type Clock, checkRate, type PermitOptions, type RateLimiter, WaitingLine } from "@aiecs/core";
import type { RedisConnection } from "#connection/open-redis.ts";
import { Inquiry } from "./inquiry.ts";
import { takePermits } from "./rate-script.ts";
import { toNumbers } from "./to-numbers.ts";

export type SharedRateLimiterOptions = {
  readonly ask: RedisConnection["run"];
  readonly clock: Clock;
  /** Where Redis keeps the bucket. */
  readonly key: string;
  readonly perSecond: number;
  readonly burst: number;
  readonly maxWaiting: number;
  readonly patienceMs: number;
};

/** A process is promised permits for so long ahead, so that going to Redis and back does not slow it down. */
const aheadS = 0.1;
const mostAhead = 1_000;

/**
 * A rate limit that all processes count together. Permits are given by Redis; who waits here gets them in turn by user.
 * Processes that wait are promised permits in the order in which they asked, so none of them starves. A promised permit
 * that nobody wants any more lapses.
 */
export class SharedRateLimiter implements RateLimiter {
  readonly #options: SharedRateLimiterOptions;
  readonly #line: WaitingLine;
  readonly #inquiry: Inquiry;
  readonly #mostPromised: number;
  /** When each permit that was promised may be used, in monotonic milliseconds. */
  #promisedMs: number[] = [];
  #cancelTimer: (() => void) | undefined;

  constructor(options: SharedRateLimiterOptions) {
    const { clock, perSecond, burst, maxWaiting, patienceMs } = options;
    checkRate(perSecond, burst);
    this.#options = options;
    this.#mostPromised = Math.min(mostAhead, Math.max(1, Math.ceil(perSecond * aheadS)));
    const limit = `the rate limit of ${perSecond} per second`;
    this.#line = new WaitingLine({ maxWaiting, limit, onDeserted: () => this.#stopTimer() });
    const giveUp = (error: Error) => this.#line.refuseAll(error);
    this.#inquiry = new Inquiry({ clock, patienceMs, giveUp, ask: () => this.#ask() });
  }

  /** Only Redis knows whether there is a permit. */
  tryAcquire(): boolean {
    return false;
  }

  acquire(options: PermitOptions): Promise<void> {
    const admitted = this.#line.join(options);
    if (!this.#cancelTimer) this.#resumePromises();
    this.#askForMore();
    return admitted;
  }

  #askForMore(): void {
    if (this.#wanted() > 0) this.#inquiry.start();
  }

  #wanted(): number {
    const { length } = this.#promisedMs;
    return length < this.#mostPromised ? this.#line.size - length : 0;
  }

  async #ask(): Promise<void> {
    const wanted = this.#wanted();
    if (wanted <= 0) return;
    const { ask, clock, key, perSecond, burst } = this.#options;
    const promisable = this.#mostPromised - this.#promisedMs.length;
    const reply = await ask((client) => takePermits(client, [key], [perSecond, burst, wanted, promisable]));
    const [given = 0, promised = 0, waitUs = 0] = toNumbers(reply);
    for (let count = 0; count < given; count += 1) this.#line.admitNext();
    // Counted from now, which is later than when Redis said so: never too early.
    const nowMs = clock.monotonicMs();
    for (let count = 0; count < promised; count += 1) {
      this.#promisedMs.push(nowMs + waitUs / 1_000 + (count * 1_000) / perSecond);
    }
    this.#startTimer(nowMs);
    this.#askForMore();
  }

  /** For the first who waits after nobody did: what was to be used meanwhile has lapsed. */
  #resumePromises(): void {
    const nowMs = this.#options.clock.monotonicMs();
    this.#promisedMs = this.#promisedMs.filter((dueMs) => dueMs >= nowMs);
    this.#startTimer(nowMs);
  }

  #startTimer(nowMs: number): void {
    const [dueMs] = this.#promisedMs;
    if (dueMs === undefined || this.#cancelTimer || this.#line.size === 0) return;
    this.#cancelTimer = this.#options.clock.schedule(() => this.#admitDue(), Math.max(1, Math.ceil(dueMs - nowMs)));
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #admitDue(): void {
    this.#cancelTimer = undefined;
    const nowMs = this.#options.clock.monotonicMs();
    let due = 0;
    while ((this.#promisedMs[due] ?? Number.POSITIVE_INFINITY) <= nowMs) {
      due += 1;
      this.#line.admitNext();
    }
    this.#promisedMs.splice(0, due);
    this.#startTimer(nowMs);
    this.#askForMore();
  }
}
