import { describe, expect, it } from "vitest";
import { CancelledError } from "#contracts/errors.ts";
import type { RateLimiter } from "#contracts/rate-limiter.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { notStarted } from "../call.ts";
import { ifPaced, limitRate } from "./limit-rate.ts";

const next = async () => "ran";
const refusing: RateLimiter = {
  tryAcquire: () => false,
  acquire: () => Promise.reject(new Error("not now")),
};

describe("limitRate", () => {
  it("lets a call through at once while there is a permit, and the next when one is earned", async () => {
    const { createCall, services, clock } = setUpCall();
    const link = limitRate(services.createRateLimiter({ perSecond: 10 }, "test"), services);
    const starts: number[] = [];
    const start = async () => void starts.push(clock.monotonicMs());
    const calls = [createCall(), createCall(), createCall()];
    const work = Promise.all(calls.map((call) => link(call, start)));
    await clock.advanceAndSettle(0);
    expect(starts).toEqual([1000]);
    await clock.advanceAndSettle(200);
    await work;
    expect(starts).toEqual([1000, 1100, 1200]);
    expect(calls.map(({ clockMs }) => clockMs)).toEqual([notStarted, 1100, 1200]);
  });

  it("ends a wait when the call is cancelled, or the executor closed", async () => {
    const { createCall, services } = setUpCall();
    const link = limitRate(services.createRateLimiter({ perSecond: 0.001 }, "test"), services);
    await link(createCall(), next);
    const controller = new AbortController();
    const cancelled = link(createCall({ signal: controller.signal }), next);
    const unowned = link(createCall({}, { cancellation: undefined }), next);
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "E004" });
    services.closing.cancel(new CancelledError("closed"));
    await expect(unowned).rejects.toThrow("closed");
  });
});

describe("ifPaced", () => {
  it("asks the limiter in runs that are paced, and in no others", async () => {
    const { createCall, services, run } = setUpCall();
    const link = ifPaced(limitRate(refusing, services));
    expect(await link(createCall(), next)).toBe("ran");
    const paced = Object.defineProperty(run, "paced", { value: true });
    await expect(link(createCall({}, { run: paced }), next)).rejects.toThrow("not now");
  });
});
