import { describe, expect, it } from "vitest";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { traceOperations } from "./trace-operation.ts";

describe("traceOperations", () => {
  it("[OTEL-1] adds nothing where no application has registered an SDK", () => {
    const { call } = setUpCall();
    const ended = Promise.resolve("done");
    expect(call.run.telemetry).toBe(false);
    expect(traceOperations()(call, () => ended)).toBe(ended);
  });
});
