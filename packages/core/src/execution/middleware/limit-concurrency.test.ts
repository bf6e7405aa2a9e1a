import { describe, expect, it } from "vitest";
import { CancelledError } from "#contracts/errors.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import type { Next } from "../call.ts";
import { limitConcurrency } from "./limit-concurrency.ts";

/** What an attempt does with the slot: gives it back when its work ends. */
const attempt =
  (work: () => Promise<unknown>, answer: () => Promise<unknown> = work): Next =>
  (call) => {
    const { release } = call;
    call.release = undefined;
    const running = work();
    void running.then(release, release);
    return work === answer ? running : answer();
  };

const next = attempt(async () => "ran");

describe("limitConcurrency", () => {
  it("holds a slot while the work runs, and gives it back whatever the end", async () => {
    const { createCall, services } = setUpCall();
    const slots = services.createConcurrencyLimiter(1, "test");
    const link = limitConcurrency(slots, services);
    expect(
      await link(
        createCall(),
        attempt(async () => slots.free),
      ),
    ).toBe(0);
    expect(slots.free).toBe(1);
    await expect(
      link(
        createCall(),
        attempt(() => Promise.reject(new Error("broken"))),
      ),
    ).rejects.toThrow("broken");
    expect(slots.free).toBe(1);
  });

  it("lets the next one in when a slot is given back, whose time begins then", async () => {
    const { createCall, services, clock } = setUpCall();
    const link = limitConcurrency(services.createConcurrencyLimiter(1, "test"), services);
    const first = Promise.withResolvers<string>();
    const running = link(
      createCall(),
      attempt(() => first.promise),
    );
    const second = createCall();
    const waiting = link(second, next);
    clock.advance(70);
    first.resolve("first");
    expect(await Promise.all([running, waiting])).toEqual(["first", "ran"]);
    expect(second.clockMs).toBe(1070);
  });

  it("keeps the slot of work that the call gave up until that work really ends", async () => {
    const { createCall, services } = setUpCall();
    const slots = services.createConcurrencyLimiter(1, "test");
    const stubborn = Promise.withResolvers<void>();
    const call = createCall();
    const giveUp = () => Promise.reject(new CancelledError("Cancelled"));
    const work = limitConcurrency(slots, services)(
      call,
      attempt(() => stubborn.promise, giveUp),
    );
    await expect(work).rejects.toThrow("Cancelled");
    expect(slots.free).toBe(0);
    stubborn.reject(new Error("ended badly"));
    await Promise.resolve();
    await Promise.resolve();
    expect(slots.free).toBe(1);
  });

  it("takes no slot for a call that is cancelled while it waits", async () => {
    const { createCall, services } = setUpCall();
    const slots = services.createConcurrencyLimiter(1, "test");
    const link = limitConcurrency(slots, services);
    const first = Promise.withResolvers<string>();
    const running = link(
      createCall(),
      attempt(() => first.promise),
    );
    const controller = new AbortController();
    const waiting = link(createCall({ signal: controller.signal }), next);
    const unowned = link(createCall({}, { cancellation: undefined }), next);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "E004" });
    services.closing.cancel(new CancelledError("closed"));
    await expect(unowned).rejects.toThrow("closed");
    first.resolve("first");
    await running;
    expect(slots).toMatchObject({ free: 1, waiting: 0 });
  });

  it("gives back one slot when the wait for the next one ends", async () => {
    const { createCall, services } = setUpCall();
    const [own, shared] = [services.createConcurrencyLimiter(2, "test"), services.createConcurrencyLimiter(1, "test")];
    const inner = limitConcurrency(shared, services);
    const link = limitConcurrency(own, services);
    shared.tryAcquire();
    const controller = new AbortController();
    const waiting = link(createCall({ signal: controller.signal }), (call) => inner(call, next));
    expect(own.free).toBe(1);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "E004" });
    expect(own.free).toBe(2);
  });

  it("[RATE-2] never lets a nested call wait for a slot that a call above it holds", async () => {
    const { call, createCall, services, operation } = setUpCall({ operation: { maxConcurrency: 1 } });
    const own = operation.limits.slots;
    if (!own) throw new Error("The operation has a limit of its own");
    own.tryAcquire();
    for (let slot = 0; slot < 64; slot++) services.slots.tryAcquire();
    const child = createCall({}, { inner: { caller: call, depth: 1, key: "/0" } });
    const grandchild = createCall({}, { inner: { caller: child, depth: 2, key: "/0/0" } });
    expect(await limitConcurrency(services.slots, services)(child, next)).toBe("ran");
    expect(await limitConcurrency(own, services)(grandchild, next)).toBe("ran");
    const other = services.createConcurrencyLimiter(1, "test");
    expect(
      await limitConcurrency(other, services)(
        child,
        attempt(async () => other.free),
      ),
    ).toBe(0);
  });
});
