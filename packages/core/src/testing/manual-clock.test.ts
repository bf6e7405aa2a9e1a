import { describe, expect, it } from "vitest";
import { createManualClock } from "./manual-clock.ts";

describe("createManualClock", () => {
  it("stands still until it is moved", () => {
    const clock = createManualClock({ startAt: 1_000 });
    expect(clock.now()).toBe(1_000);
    expect(clock.monotonicMs()).toBe(0);
    clock.advance(250);
    expect(clock.now()).toBe(1_250);
    expect(clock.monotonicMs()).toBe(250);
  });

  it("runs what falls due in order of time, then of scheduling, each at its own moment", () => {
    const clock = createManualClock();
    const ran: string[] = [];
    const note = (name: string) => () => void ran.push(`${name} at ${clock.monotonicMs()}`);
    clock.schedule(note("late"), 30);
    clock.schedule(note("first"), 10);
    clock.schedule(note("second"), 10);
    clock.scheduleIdle(note("idle"), 20);
    const cancel = clock.schedule(note("never"), 15);
    cancel();
    clock.advance(29);
    expect(ran).toEqual(["first at 10", "second at 10", "idle at 20"]);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1);
    expect(ran.at(-1)).toBe("late at 30");
    expect(clock.pendingTimers).toBe(0);
  });

  it("runs what callbacks schedule when that falls due as well", () => {
    const clock = createManualClock();
    const ran: number[] = [];
    const tick = () => {
      ran.push(clock.monotonicMs());
      if (ran.length < 4) clock.schedule(tick, 10);
    };
    clock.schedule(tick, 10);
    clock.advance(35);
    expect(ran).toEqual([10, 20, 30]);
    expect(clock.monotonicMs()).toBe(35);
  });

  it("lets promises settle between callbacks when asked to", async () => {
    const clock = createManualClock();
    const ran: number[] = [];
    const loop = async () => {
      for (let round = 0; round < 3; round += 1) {
        await new Promise<void>((resolve) => clock.schedule(resolve, 10));
        ran.push(clock.monotonicMs());
      }
    };
    const done = loop();
    await clock.advanceAndSettle(100);
    expect(ran).toEqual([10, 20, 30]);
    await done;
  });
});
