import { describe, expect, it } from "vitest";
import { createManualClock } from "#testing/manual-clock.ts";
import { CircuitState } from "./circuit-state.ts";

function setUp(failures = 2) {
  const clock = createManualClock();
  const circuit = new CircuitState({ failures, resetMs: 100, spec: "t.work", clock });
  const fail = () => {
    circuit.enter();
    circuit.leave(false);
  };
  return { clock, circuit, fail };
}

describe("a circuit", () => {
  it("[RETRY-3] opens after so many failures in a row, and not before", () => {
    const { circuit, fail } = setUp(3);
    fail();
    fail();
    circuit.enter();
    circuit.leave(true);
    fail();
    fail();
    expect(() => circuit.enter()).not.toThrow();
    circuit.leave(false);
    expect(() => circuit.enter()).toThrow(/failed 3 times in a row, and is tried again in 100 ms/);
  });

  it("lets one call through to try when its time is over, and refuses the others meanwhile", () => {
    const { clock, circuit, fail } = setUp();
    fail();
    fail();
    clock.advance(100);
    circuit.enter();
    expect(() => circuit.enter()).toThrow(/tried again in 0 ms/);
    circuit.leave(true);
    expect(() => circuit.enter()).not.toThrow();
  });

  it("stays open when the trial fails, and lets another one try when the trial was cancelled", () => {
    const { clock, circuit, fail } = setUp();
    fail();
    fail();
    clock.advance(100);
    fail();
    expect(() => circuit.enter()).toThrow(/failed 3 times/);
    clock.advance(100);
    circuit.enter();
    circuit.withdraw();
    expect(() => circuit.enter()).not.toThrow();
  });
});
