import { describe, expect, it } from "vitest";
import type { TaskEvent } from "#contracts/events.ts";
import { createListLogger, type LoggedLine } from "../testing-fixtures/set-up-call.ts";
import { EventBus } from "./event-bus.ts";

const started: TaskEvent = {
  type: "task.started",
  taskId: "t1",
  userId: undefined,
  stepIndex: null,
  operation: null,
  time: 0,
  sequence: 1,
  steps: 2,
};

function setUp() {
  const logged: LoggedLine[] = [];
  return { bus: new EventBus(createListLogger(logged)), logged };
}

describe("the event bus", () => {
  it("hands an event to those who want its type and to those who want all", () => {
    const { bus } = setUp();
    const heard: string[] = [];
    bus.on("task.started", ({ steps }) => heard.push(`started with ${steps}`));
    bus.on("task.failed", () => heard.push("failed"));
    bus.on("*", ({ type }) => heard.push(`any ${type}`));
    bus.publish(started);
    expect(heard).toEqual(["started with 2", "any task.started"]);
  });

  it("knows whether anybody listens", () => {
    const { bus } = setUp();
    expect(bus.hasListeners).toBe(false);
    const offs = [bus.on("*", () => undefined), bus.on("task.failed", () => undefined)];
    expect(bus.hasListeners).toBe(true);
    for (const off of offs) {
      off();
      off();
    }
    expect(bus.hasListeners).toBe(false);
  });

  it("keeps two subscriptions of one function apart", () => {
    const { bus } = setUp();
    let heard = 0;
    const listener = () => void heard++;
    const off = bus.on("*", listener);
    bus.on("*", listener);
    off();
    bus.publish(started);
    expect(heard).toBe(1);
  });

  it("lets a listener leave while it is called", () => {
    const { bus } = setUp();
    const heard: string[] = [];
    const off = bus.on("*", () => {
      heard.push("once");
      off();
    });
    bus.on("*", () => heard.push("always"));
    bus.publish(started);
    bus.publish(started);
    expect(heard).toEqual(["once", "always", "always"]);
  });

  it("[EVT-1] logs what a listener throws, at once or later, and goes on with the others", async () => {
    const { bus, logged } = setUp();
    let heard = 0;
    bus.on("*", () => {
      throw new Error("broke");
    });
    bus.on("*", async () => {
      throw new Error("broke later");
    });
    bus.on("*", () => void heard++);
    bus.publish(started);
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toBe(1);
    expect(logged).toMatchObject([
      { level: "error", fields: { err: { message: "broke" }, event: "task.started" } },
      { level: "error", fields: { err: { message: "broke later" } } },
    ]);
  });
});
