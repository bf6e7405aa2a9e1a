import { describe, expect, it } from "vitest";
import { CancelledError } from "#contracts/errors.ts";
import { setUpCall } from "../../testing-fixtures/set-up-call.ts";
import { enforceDeadline } from "./enforce-deadline.ts";

const link = enforceDeadline();
const next = async () => "ran";

describe("enforceDeadline", () => {
  it("lets a call through that nothing can cancel", async () => {
    const { createCall } = setUpCall();
    expect(await link(createCall({}, { cancellation: undefined }), next)).toBe("ran");
  });

  it("lets nothing start once the time of the whole call is spent", async () => {
    const { createCall, clock } = setUpCall();
    const call = createCall({ deadlineMs: 50 });
    expect(await link(call, next)).toBe("ran");
    clock.advance(50);
    await expect(link(call, next)).rejects.toMatchObject({
      code: "E002",
      message: "The call's deadline passed after 50 ms",
    });
  });

  it("lets nothing start for a caller who has cancelled", async () => {
    const { createCall } = setUpCall();
    const call = createCall({ signal: AbortSignal.abort() });
    await expect(link(call, next)).rejects.toBeInstanceOf(CancelledError);
  });
});
