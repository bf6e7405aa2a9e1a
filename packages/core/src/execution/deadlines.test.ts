import { describe, expect, it } from "vitest";
import { createManualClock } from "#testing/manual-clock.ts";
import { type DeadlineNode, Deadlines, type Expiring } from "./deadlines.ts";

class Watched implements Expiring {
  deadlineNode: DeadlineNode | undefined;
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
    const again: Expiring = {
      deadlineNode: undefined,
      expire: () => deadlines.add(watch("second"), 100, clock.monotonicMs()),
      giveUp: () => undefined,
    };
    deadlines.add(again, 100, clock.monotonicMs());
    clock.advance(100);
    clock.advance(100);
    expect(expired).toEqual(["second"]);
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
