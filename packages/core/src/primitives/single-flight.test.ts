import { describe, expect, it } from "vitest";
import { CancelScope } from "./cancel-scope.ts";
import { createSingleFlight, type Start } from "./single-flight.ts";

/** A run that ends when the test says so. */
function createRun<T>() {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const cancellations: CancelScope[] = [];
  const start: Start<T> = (cancellation) => {
    cancellations.push(cancellation);
    return promise;
  };
  return { start, resolve, reject, cancellations };
}

describe("createSingleFlight", () => {
  it("[CACHE-5] lets equal calls in flight share one run", async () => {
    const flights = createSingleFlight<{ readonly list: number[] }>();
    const run = createRun<{ readonly list: number[] }>();
    const callers = [1, 2, 3].map(() => flights.run("key", undefined, run.start));
    expect(run.cancellations).toHaveLength(1);
    expect(flights.size).toBe(1);
    run.resolve({ list: [1] });
    const landed = await Promise.all(callers);
    expect(landed.map(({ shared }) => shared)).toEqual([false, true, true]);
    expect(landed.map(({ value }) => value)).toEqual([{ list: [1] }, { list: [1] }, { list: [1] }]);
    expect(flights.size).toBe(0);
  });

  it("runs different keys apart, and the same key again once a run has ended", async () => {
    const flights = createSingleFlight<number>();
    let runs = 0;
    const start = async () => {
      runs += 1;
      return runs;
    };
    const landed = await Promise.all([flights.run("a", undefined, start), flights.run("b", undefined, start)]);
    expect(landed.map(({ value }) => value)).toEqual([1, 2]);
    expect((await flights.run("a", undefined, start)).value).toBe(3);
  });

  it("[CACHE-6] gives the tool's own object to the first caller only, unfrozen, and copies to the others", async () => {
    const flights = createSingleFlight<{ items: string[] }>();
    const run = createRun<{ items: string[] }>();
    const first = flights.run("key", undefined, run.start).then(({ value }) => {
      value.items.push("spoiled");
      return value;
    });
    const others = [flights.run("key", undefined, run.start), flights.run("key", undefined, run.start)];
    const own = { items: ["fresh"] };
    run.resolve(own);
    expect(await first).toBe(own);
    const [second, third] = await Promise.all(others);
    expect(second?.value).toEqual({ items: ["fresh"] });
    expect(third?.value).toEqual({ items: ["fresh"] });
    expect(third?.value).not.toBe(second?.value);
  });

  it("[CACHE-5] lets a caller who cancels leave at once while the others go on", async () => {
    const flights = createSingleFlight<number>();
    const run = createRun<number>();
    const scopes = [new CancelScope(), new CancelScope(), new CancelScope()];
    const callers = scopes.map((scope) => flights.run("key", scope, run.start));
    const reason = new Error("left");
    scopes[0]?.cancel(reason);
    await expect(callers[0]).rejects.toBe(reason);
    scopes[2]?.cancel(reason);
    await expect(callers[2]).rejects.toBe(reason);
    expect(run.cancellations[0]?.reason).toBeUndefined();
    run.resolve(7);
    expect(await callers[1]).toEqual({ value: 7, shared: true });
  });

  it("[CACHE-5] cancels the run when its last caller leaves, and a later caller starts a fresh one", async () => {
    const flights = createSingleFlight<string>();
    const abandoned = createRun<string>();
    const scopes = [new CancelScope(), new CancelScope()];
    const callers = scopes.map((scope) => flights.run("key", scope, abandoned.start));
    const settled = Promise.allSettled(callers);
    const last = new Error("last");
    scopes[0]?.cancel(new Error("first"));
    scopes[1]?.cancel(last);
    expect(abandoned.cancellations[0]?.reason).toBe(last);
    expect(abandoned.cancellations[0]?.signal.aborted).toBe(true);
    expect(flights.size).toBe(0);
    const fresh = createRun<string>();
    const later = flights.run("key", new CancelScope(), fresh.start);
    expect(fresh.cancellations).toHaveLength(1);
    abandoned.reject(new Error("aborted"));
    await settled;
    expect(flights.size).toBe(1);
    const joined = flights.run("key", undefined, abandoned.start);
    fresh.resolve("fresh");
    expect(await later).toEqual({ value: "fresh", shared: false });
    expect(await joined).toEqual({ value: "fresh", shared: true });
  });

  it("does not start anything for a caller who is cancelled already", async () => {
    const flights = createSingleFlight<number>();
    const scope = new CancelScope();
    const reason = new Error("before");
    scope.cancel(reason);
    const run = createRun<number>();
    await expect(flights.run("key", scope, run.start)).rejects.toBe(reason);
    expect(run.cancellations).toHaveLength(0);
  });

  it("[CACHE-5] passes an error to all and forgets it", async () => {
    const flights = createSingleFlight<number>();
    const run = createRun<number>();
    const callers = [flights.run("key", undefined, run.start), flights.run("key", new CancelScope(), run.start)];
    const error = new Error("broken");
    run.reject(error);
    expect(await Promise.allSettled(callers)).toEqual([
      { status: "rejected", reason: error },
      { status: "rejected", reason: error },
    ]);
    expect((await flights.run("key", undefined, async () => 1)).value).toBe(1);
  });

  it("takes a start that throws at once for one that rejects", async () => {
    const flights = createSingleFlight<number>();
    const throwing = () => {
      throw new Error("at once");
    };
    await expect(flights.run("key", undefined, throwing)).rejects.toThrow("at once");
    expect(flights.size).toBe(0);
  });

  it("[CACHE-6] lets the others run by themselves when the value cannot be copied", async () => {
    class Connection {
      readonly open = true;
    }
    const flights = createSingleFlight<Connection>();
    const scopes: CancelScope[] = [];
    const start = async (scope: CancelScope) => {
      scopes.push(scope);
      await Promise.resolve();
      return new Connection();
    };
    const caller = new CancelScope();
    const landed = await Promise.all([
      flights.run("key", undefined, start),
      flights.run("key", caller, start),
      flights.run("key", undefined, start),
    ]);
    expect(landed.map(({ shared }) => shared)).toEqual([false, false, false]);
    expect(new Set(landed.map(({ value }) => value)).size).toBe(3);
    caller.cancel(new Error("later"));
    expect(scopes.map(({ reason }) => reason)).toEqual([undefined, undefined, undefined]);
  });

  it("leaves no listener on a caller's cancellation behind", async () => {
    const flights = createSingleFlight<number>();
    let listeners = 0;
    const cancellation = {
      reason: undefined,
      onCancel: () => {
        listeners += 1;
        return () => {
          listeners -= 1;
        };
      },
    };
    const run = createRun<number>();
    const callers = [flights.run("key", cancellation, run.start), flights.run("key", cancellation, run.start)];
    expect(listeners).toBe(2);
    run.resolve(1);
    await Promise.all(callers);
    expect(listeners).toBe(0);
  });
});
