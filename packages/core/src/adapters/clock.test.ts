import { afterEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "./clock.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("systemClock", () => {
  it("tells the time of day and a time that only goes forward", () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
    const { monotonicMs } = systemClock;
    expect(monotonicMs()).toBeLessThanOrEqual(monotonicMs());
  });

  it("calls back once, after the time rounded up to whole milliseconds", () => {
    vi.useFakeTimers();
    const callback = vi.fn();
    systemClock.schedule(callback, 10.2);
    vi.advanceTimersByTime(10);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(callback).toHaveBeenCalledOnce();
  });

  it("can be taken back", () => {
    vi.useFakeTimers();
    const callback = vi.fn();
    const cancel = systemClock.schedule(callback, 10);
    cancel();
    systemClock.scheduleIdle(callback, 10).cancel();
    vi.advanceTimersByTime(100);
    expect(callback).not.toHaveBeenCalled();
  });

  it("waits for longer than a timer of the platform can, and can still be taken back", () => {
    vi.useFakeTimers();
    const callback = vi.fn();
    const sixtyDaysMs = 60 * 86_400_000;
    systemClock.schedule(callback, sixtyDaysMs);
    const cancel = systemClock.schedule(callback, sixtyDaysMs);
    vi.advanceTimersByTime(sixtyDaysMs - 1);
    expect(callback).not.toHaveBeenCalled();
    cancel();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
  });

  it("keeps the process alive only as an idle timer says", () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const alive = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length - before;
    const timer = systemClock.scheduleIdle(() => {}, 10_000);
    expect(alive()).toBe(0);
    timer.keepAlive(true);
    expect(alive()).toBe(1);
    timer.keepAlive(false);
    expect(alive()).toBe(0);
    const cancel = systemClock.schedule(() => {}, 10_000);
    expect(alive()).toBe(1);
    cancel();
  });

  it("asks before the process ends whether it must live for an idle timer, until that fires or is taken back", () => {
    vi.useFakeTimers();
    const listeners = process.listenerCount("beforeExit");
    const ask = vi.fn();
    const endProcess = () => process.emit("beforeExit", 0);
    const taken = systemClock.scheduleIdle(() => {}, 10, ask);
    const fired = systemClock.scheduleIdle(() => {}, 10, ask);
    expect(process.listenerCount("beforeExit")).toBe(listeners + 1);
    endProcess();
    expect(ask.mock.calls).toEqual([[expect.anything()], [expect.anything()]]);
    expect(ask.mock.lastCall?.[0].keepAlive).toBe(fired.keepAlive);
    taken.cancel();
    vi.advanceTimersByTime(10);
    endProcess();
    expect(ask).toHaveBeenCalledTimes(2);
    expect(process.listenerCount("beforeExit")).toBe(listeners);
  });
});
