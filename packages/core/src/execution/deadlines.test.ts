import { describe, expect, it } from "vitest";
import type { Clock, IdleTimer } from "#contracts/clock.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { type DeadlineList, Deadlines, type Expiring } from "./deadlines.ts";

class Watched implements Expiring {
  deadlines: DeadlineList | undefined;
  expiresAtMs = 0;
  earlier: Expiring | undefined;
  later: Expiring | undefined;
  readonly name: string;
  readonly #expired: string[];

  constructor(name: string, expired: string[]) {
    this.name = name;
    this.#expired = expired;
  }

  expire(): void {
    this.#expired.push(this.name);
  }

  giveUp(reason: Error): void {
    this.#expired.push(`${this.name} given up: ${reason.message}`);
  }
}

function setUp() {
  const clock = createManualClock();
  const expired: string[] = [];
  const watch = (name: string) => new Watched(name, expired);
  return { clock, deadlines: new Deadlines(clock), expired, watch };
}

describe("deadlines", () => {
  it("expire at their time, in the order they began", () => {
    const { clock, deadlines, expired, watch } = setUp();
    deadlines.add(watch("a"), 100, clock.monotonicMs());
    clock.advance(50);
    deadlines.add(watch("b"), 100, clock.monotonicMs());
    deadlines.add(watch("short"), 10, clock.monotonicMs());
    clock.advance(49);
    expect(expired).toEqual(["short"]);
    clock.advance(1);
    expect(expired).toEqual(["short", "a"]);
    clock.advance(50);
    expect(expired).toEqual(["short", "a", "b"]);
  });

  it("do not expire once removed, and can be removed twice", () => {
    const { clock, deadlines, expired, watch } = setUp();
    const [first, middle, last] = [watch("first"), watch("middle"), watch("last")];
    for (const owner of [first, middle, last]) deadlines.add(owner, 100, clock.monotonicMs());
    deadlines.remove(middle);
    deadlines.remove(middle);
    clock.advance(100);
    expect(expired).toEqual(["first", "last"]);
    deadlines.remove(first);
  });

  it("work again after a pause, with the timer that was left running", () => {
    const { clock, deadlines, expired, watch } = setUp();
    const early = watch("early");
    deadlines.add(early, 100, clock.monotonicMs());
    deadlines.remove(early);
    clock.advance(60);
    deadlines.add(watch("late"), 100, clock.monotonicMs());
    clock.advance(99);
    expect(expired).toEqual([]);
    clock.advance(1);
    expect(expired).toEqual(["late"]);
  });

  it("let in new work while they expire", () => {
    const { clock, deadlines, expired, watch } = setUp();
    const again = watch("first");
    again.expire = () => deadlines.add(watch("second"), 100, clock.monotonicMs());
    deadlines.add(again, 100, clock.monotonicMs());
    clock.advance(100);
    clock.advance(100);
    expect(expired).toEqual(["second"]);
  });

  it("keep the process alive, when nothing else does, as long as something has one", () => {
    const kept: boolean[] = [];
    let askBeforeExit: ((timer: IdleTimer) => void) | undefined;
    const timer = { cancel: () => {}, keepAlive: (on: boolean) => void kept.push(on) };
    const scheduleIdle: Clock["scheduleIdle"] = (_callback, _ms, ask) => {
      askBeforeExit = ask;
      return timer;
    };
    const { watch } = setUp();
    const deadlines = new Deadlines({ ...createManualClock(), scheduleIdle });
    const [early, late] = [watch("early"), watch("late")];
    deadlines.add(early, 100, 0);
    deadlines.remove(early);
    askBeforeExit?.(timer);
    expect(kept).toEqual([]);
    for (const owner of [early, late]) deadlines.add(owner, 100, 0);
    askBeforeExit?.(timer);
    deadlines.remove(late);
    expect(kept).toEqual([true]);
    deadlines.remove(early);
    expect(kept).toEqual([true, false]);
  });

  it("give up everything that is under way when they are closed, also what has no end", () => {
    const { clock, deadlines, expired, watch } = setUp();
    deadlines.add(watch("a"), 100, clock.monotonicMs());
    deadlines.add(watch("b"), 100, clock.monotonicMs());
    deadlines.add(watch("endless"), Number.POSITIVE_INFINITY, clock.monotonicMs());
    expect(clock.pendingTimers).toBe(1);
    deadlines.close(new Error("closed"));
    clock.advance(1000);
    expect(expired).toEqual(["a given up: closed", "b given up: closed", "endless given up: closed"]);
    expect(clock.pendingTimers).toBe(0);
  });
});
