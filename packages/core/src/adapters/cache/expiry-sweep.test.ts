import { describe, expect, it } from "vitest";
import type { Clock } from "#contracts/clock.ts";
import { createManualClock } from "#testing/manual-clock.ts";
import { ExpirySweep } from "./expiry-sweep.ts";

describe("ExpirySweep", () => {
  it("[CACHE-4] sweeps when the first entry expires, whatever the order in which they were announced", () => {
    const clock = createManualClock();
    const sweptAt: number[] = [];
    const sweep = new ExpirySweep(clock, (nowMs) => {
      sweptAt.push(nowMs);
      return sweptAt.length === 1 ? 8_000 : Number.POSITIVE_INFINITY;
    });
    sweep.planFor(8_000);
    sweep.planFor(3_000);
    sweep.planFor(5_000);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(60_000);
    expect(sweptAt).toEqual([3_000, 8_000]);
    expect(clock.pendingTimers).toBe(0);
  });

  it("sweeps at most once a second", () => {
    const clock = createManualClock();
    const sweptAt: number[] = [];
    const sweep = new ExpirySweep(clock, (nowMs) => {
      sweptAt.push(nowMs);
      return nowMs + 1;
    });
    sweep.planFor(500);
    clock.advance(3_000);
    expect(sweptAt).toEqual([500, 1_500, 2_500]);
    sweep.cancel();
    clock.advance(3_000);
    expect(sweptAt).toHaveLength(3);
  });

  it("never keeps the process alive", () => {
    const kept: boolean[] = [];
    const clock: Clock = {
      ...createManualClock(),
      scheduleIdle: () => ({ cancel: () => {}, keepAlive: (on) => void kept.push(on) }),
    };
    new ExpirySweep(clock, () => Number.POSITIVE_INFINITY).planFor(1_000);
    expect(kept).toEqual([]);
  });
});
