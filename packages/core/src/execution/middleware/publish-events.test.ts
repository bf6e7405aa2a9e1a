import { describe, expect, it } from "vitest";
import { CancelledError, ValidationError } from "#contracts/errors.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { publishEvents } from "./publish-events.ts";

const link = publishEvents();

describe("publishEvents", () => {
  it("tells the start before the work, and the end with its duration after it", async () => {
    const { call, events } = setUpCall();
    const output = await link(call, async () => {
      expect(events.map(({ type }) => type)).toEqual(["step.started"]);
      call.record.durationMs = 7;
      return "done";
    });
    expect(output).toBe("done");
    expect(events[1]).toMatchObject({ type: "step.completed", operation: "t.work", stepIndex: 0, durationMs: 7 });
  });

  it("tells a failure by its code and message, without a stack, and throws on what was thrown", async () => {
    const { call, events } = setUpCall();
    const error = new ValidationError("a: expected number", { details: { problems: [] } });
    await expect(link(call, () => Promise.reject(error))).rejects.toBe(error);
    expect(events[1]).toMatchObject({
      type: "step.failed",
      error: { name: "ValidationError", code: "E001", message: "a: expected number", details: { problems: [] } },
    });
    expect(JSON.stringify(events)).not.toContain("publish-events.test.ts");
  });

  it("tells a cancellation apart from a failure", async () => {
    const { call, events } = setUpCall();
    await expect(link(call, () => Promise.reject(new CancelledError("Cancelled")))).rejects.toThrow("Cancelled");
    expect(events[1]).toMatchObject({ type: "step.cancelled", error: { code: "E004" } });
  });

  it("tells nobody the words of a fault of the runtime itself, and throws it on as it is", async () => {
    const { call, events } = setUpCall();
    const bug = new TypeError("cannot read secret of undefined");
    await expect(link(call, () => Promise.reject(bug))).rejects.toBe(bug);
    expect(events[1]).toMatchObject({ type: "step.failed", error: { code: "E003", message: "Internal error" } });
    expect(JSON.stringify(events)).not.toContain("secret");
  });

  it("tells nothing of a call inside another step", async () => {
    const { createCall, events } = setUpCall();
    const call = createCall({}, { inner: { caller: undefined, depth: 0, key: "[0]" } });
    await link(call, async () => "done");
    expect(events).toEqual([]);
  });
});
