import { describe, expect, it } from "vitest";
import { CancelledError, OperationFailedError, OverloadedError } from "#contracts/errors.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { CircuitState } from "../circuit-state.ts";
import { breakCircuit } from "./break-circuit.ts";

function setUp() {
  const { call, clock } = setUpCall();
  const link = breakCircuit(new CircuitState({ failures: 2, resetMs: 100, spec: "t.work", clock }));
  let runs = 0;
  const run = (error?: Error) =>
    link(call, async () => {
      runs += 1;
      if (error) throw error;
      return "ran";
    });
  return { clock, run, runs: () => runs };
}

const failed = () => new OperationFailedError("broken");

describe("breakCircuit", () => {
  it("[RETRY-3] refuses calls after so many failures in a row, and tries again when the time is over", async () => {
    const { clock, run, runs } = setUp();
    for (let time = 0; time < 2; time++) await expect(run(failed())).rejects.toThrow("broken");
    clock.advance(60);
    await expect(run()).rejects.toMatchObject({
      code: "E003",
      message: "t.work is not run: it failed 2 times in a row, and is tried again in 40 ms",
      details: { reason: "circuit_open", retryAfterMs: 40 },
    });
    expect(runs()).toBe(2);
    clock.advance(40);
    expect(await run()).toBe("ran");
    await expect(run(failed())).rejects.toThrow("broken");
    expect(await run()).toBe("ran");
  });

  it("does not count a cancellation or an overload, which tell nothing of the operation", async () => {
    const { run } = setUp();
    for (const error of [
      new CancelledError("Cancelled"),
      new OverloadedError("Too many"),
      new CancelledError("Cancelled"),
    ]) {
      await expect(run(error)).rejects.toBe(error);
    }
    expect(await run()).toBe("ran");
  });
});
