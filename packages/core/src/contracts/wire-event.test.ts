import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ErrorCode } from "./error-code.ts";
import type { EventPayloads, EventType } from "./events.ts";
import { fromWireEvent, toWireEvent } from "./wire-event.ts";

const count = fc.nat();
const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: Number.MIN_VALUE });
const moment = fc.integer({ min: 0, max: 8.64e15 });
const text = fc.string({ unit: "binary" });
// JSON has no -0.
const jsonValue = fc.jsonValue({ depthSize: "small" }).map((value): unknown => JSON.parse(JSON.stringify(value)));
const error = fc.record({
  name: text,
  code: fc.constantFrom(...Object.values(ErrorCode)),
  message: text,
  details: fc.dictionary(text, jsonValue),
});

const payloads: { readonly [T in EventType]: fc.Arbitrary<EventPayloads[T]> } = {
  "task.started": fc.record({ steps: count }),
  "task.resumed": fc.record({ steps: count, completed: count }),
  "task.progressed": fc.record({ ended: count, steps: count }),
  "task.completed": fc.record({ durationMs: number }),
  "task.failed": fc.record({ durationMs: number, error: fc.option(error) }),
  "task.cancelled": fc.record({ durationMs: number }),
  "step.started": fc.constant({}),
  "step.progressed": fc.record({ fraction: number, message: fc.option(text) }),
  "step.retrying": fc.record({ attempt: count, waitMs: number, error }),
  "step.completed": fc.record({ durationMs: number }),
  "step.failed": fc.record({ durationMs: number, error }),
  "step.cancelled": fc.record({ durationMs: number, error }),
  "step.waiting": fc.record({ expiresAt: moment }),
  "operation.cached": fc.constant({}),
};

const envelope = fc.record({
  taskId: text,
  userId: fc.option(text, { nil: undefined }),
  stepIndex: fc.option(count),
  operation: fc.option(text),
  time: moment,
  sequence: count,
});

const started = {
  type: "task.started",
  taskId: "t",
  userId: undefined,
  stepIndex: null,
  operation: null,
  time: 0,
  sequence: 1,
  steps: 2,
} as const;

describe("wire events", () => {
  it("[EVT-1] are in snake_case, with ISO moments and null for what is absent", () => {
    expect(toWireEvent(started)).toEqual({
      type: "task.started",
      task_id: "t",
      user_id: null,
      step_index: null,
      operation: null,
      time: "1970-01-01T00:00:00.000Z",
      sequence: 1,
      steps: 2,
    });
    expect(toWireEvent({ ...started, type: "step.waiting", expiresAt: 1000, stepIndex: 0 })).toMatchObject({
      expires_at: "1970-01-01T00:00:01.000Z",
    });
  });

  it("[EVT-1] every event comes out of JSON as it went in", () => {
    const arbitraries = Object.entries(payloads).map(([type, payload]) =>
      fc.tuple(envelope, payload).map(([head, body]) => ({ type, ...head, ...body })),
    );
    fc.assert(
      fc.property(fc.oneof(...arbitraries), (event) => {
        const wire: unknown = JSON.parse(JSON.stringify(toWireEvent(event as never)));
        expect(fromWireEvent(wire)).toEqual(event);
      }),
      { numRuns: 1000 },
    );
  });

  it("names everything that is wrong with what is no event", () => {
    const wire = { ...toWireEvent(started), time: "yesterday", sequence: -1, steps: "2" };
    expect(() => fromWireEvent(wire)).toThrow(
      "Not a task.started event: time: expected a moment in ISO 8601, received string; sequence: expected a whole number of at least 0, received number; steps: expected a whole number of at least 0, received string",
    );
  });

  it.each([
    null,
    [],
    "task.started",
    {},
    { type: "__proto__" },
    { type: "constructor" },
    Object.create({ ...toWireEvent(started) }),
  ])("refuses %j", (wire) => {
    expect(() => fromWireEvent(wire)).toThrow(expect.objectContaining({ code: "E001" }));
  });

  it("leaves out keys that it does not know", () => {
    expect(fromWireEvent({ ...toWireEvent(started), later: 1 })).toEqual(started);
  });
});
