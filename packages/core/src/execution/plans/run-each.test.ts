import { describe, expect, it } from "vitest";
import { CancelledError, OperationFailedError } from "#contracts/errors.ts";
import { type EachOptions, runEach } from "./run-each.ts";

function setUp(list: unknown, options: Partial<EachOptions> = {}) {
  const seen = { running: 0, most: 0, started: [] as number[], fractions: [] as number[] };
  const run = () =>
    runEach({
      list,
      concurrency: 1,
      cancelReason: () => undefined,
      skip: () => false,
      runElement: async (item, position) => {
        seen.started.push(position);
        seen.running += 1;
        seen.most = Math.max(seen.most, seen.running);
        await Promise.resolve();
        seen.running -= 1;
        return `${String(item)}!`;
      },
      progress: (fraction) => seen.fractions.push(fraction),
      ...options,
    });
  return { run, seen };
}

describe("runEach", () => {
  it("gives one result per element, in order, and tells how far it is", async () => {
    const { run, seen } = setUp(["a", "b", "c", "d"], { concurrency: 2 });
    expect(await run()).toEqual(["a!", "b!", "c!", "d!"]);
    expect(seen.most).toBe(2);
    expect(seen.fractions).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it("gives null for elements that are left out, and nothing for nothing", async () => {
    expect(await setUp(["a", "b"], { skip: (item) => item === "a" }).run()).toEqual([null, "b!"]);
    expect(await setUp([]).run()).toEqual([]);
  });

  it("[TASK-3] takes what is saved of elements as it is, and runs the others", async () => {
    const saved = new Map<number, unknown>([
      [0, "kept"],
      [2, undefined],
      [9, "of a longer list"],
    ]);
    const { run, seen } = setUp(["a", "b", "c", "d"], { saved, skip: (item) => item === "a" });
    expect(await run()).toEqual(["kept", "b!", undefined, "d!"]);
    expect(seen.started).toEqual([1, 3]);
    expect(seen.fractions).toEqual([0.75, 1]);
  });

  it("stops at the first element that fails, and says which", async () => {
    const error = new OperationFailedError("broken", { details: { a: 1 }, cause: "why" });
    const started: number[] = [];
    const runElement = async (_item: unknown, position: number) => {
      started.push(position);
      if (position === 1) throw error;
    };
    const failed = await setUp(["a", "b", "c"], { runElement })
      .run()
      .catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(OperationFailedError);
    expect(failed).toMatchObject({ message: "broken", details: { a: 1, index: 1 }, cause: "why" });
    expect(started).toEqual([0, 1]);
  });

  it("starts no element once the call is cancelled", async () => {
    let reason: Error | undefined;
    const runElement = async () => void (reason = new CancelledError("Cancelled"));
    const work = setUp(["a", "b"], { runElement, cancelReason: () => reason }).run();
    await expect(work).rejects.toMatchObject({ code: "E004", message: "Cancelled", details: { index: 1 } });
  });

  it("refuses what is no list, and hands on a fault of the runtime itself as it is", async () => {
    for (const [list, name] of [
      [null, "null"],
      ["text", "string"],
      [{ length: 1 }, "object"],
      [undefined, "undefined"],
    ] as const) {
      await expect(setUp(list).run()).rejects.toMatchObject({
        code: "E007",
        message: `each: expected a list, received ${name}`,
      });
    }
    const bug = new TypeError("not a function");
    await expect(setUp(["a"], { runElement: () => Promise.reject(bug) }).run()).rejects.toBe(bug);
  });
});
