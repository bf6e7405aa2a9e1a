import { describe, expect, it } from "vitest";
import { CancelScope } from "./cancel-scope.ts";

const reason = new Error("enough");

describe("cancel scope", () => {
  it("tells listeners once, with the first reason", () => {
    const scope = new CancelScope();
    const heard: Error[] = [];
    scope.onCancel((why) => heard.push(why));
    scope.cancel(reason);
    scope.cancel(new Error("again"));
    expect(heard).toEqual([reason]);
    expect(scope.reason).toBe(reason);
  });

  it("tells who listens too late at once, and nobody who has left", () => {
    const scope = new CancelScope();
    const heard: string[] = [];
    scope.onCancel(() => heard.push("left"))();
    scope.cancel(reason);
    scope.onCancel(() => heard.push("late"));
    expect(heard).toEqual(["late"]);
  });

  it("cancels the scopes below it, unless they were disposed", () => {
    const parent = new CancelScope();
    const [child, gone] = [new CancelScope(parent), new CancelScope(parent)];
    gone.dispose();
    parent.cancel(reason);
    expect(child.reason).toBe(reason);
    expect(gone.reason).toBeUndefined();
    expect(new CancelScope(parent).reason).toBe(reason);
  });

  it("makes a signal when asked, before or after", () => {
    const scope = new CancelScope();
    const { signal } = scope;
    expect(scope.signal).toBe(signal);
    scope.cancel(reason);
    expect(signal.reason).toBe(reason);
    const late = new CancelScope();
    late.cancel(reason);
    expect(late.signal.aborted).toBe(true);
  });

  it("follows a caller's signal and lets go of it", () => {
    const controller = new AbortController();
    const toReason = () => reason;
    const scope = CancelScope.fromSignal(controller.signal, toReason);
    const disposed = CancelScope.fromSignal(controller.signal, toReason);
    disposed.dispose();
    controller.abort("because");
    expect(scope.reason).toBe(reason);
    expect(disposed.reason).toBeUndefined();
    expect(CancelScope.fromSignal(controller.signal, toReason).reason).toBe(reason);
  });
});
