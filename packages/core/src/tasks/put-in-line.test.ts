import { describe, expect, it, vi } from "vitest";
import { DatabaseError } from "#contracts/errors.ts";
import { putInLine, takeOutOfLine } from "./put-in-line.ts";

const task = { key: "/t", userId: undefined, lane: "fast", priority: 0, runAt: 0 } as const;

function partsWith(failure: unknown) {
  const logger = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn(), isLevelEnabled: () => true };
  const fail = () => Promise.reject(failure);
  const queue = {
    add: fail,
    remove: fail,
    consume: () => ({ close: () => Promise.resolve() }),
    counts: fail,
    check: fail,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return { queue, logger };
}

describe("a queue that cannot be used", () => {
  it("[TASK-7] fails nobody whose task is kept, and is told in the log", async () => {
    const parts = partsWith(new DatabaseError("Redis is away"));
    await putInLine(parts, task);
    await takeOutOfLine(parts, task);
    expect(parts.logger.warn).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ task: "/t" }),
      expect.stringContaining("kept"),
    );
  });

  it("does not hide a fault of the runtime", async () => {
    const parts = partsWith(new TypeError("no such function"));
    await expect(putInLine(parts, task)).rejects.toThrow(TypeError);
    await expect(takeOutOfLine(parts, task)).rejects.toThrow(TypeError);
  });
});
