import { describe, expect, it } from "vitest";
import type { Approval, Resumption } from "#contracts/resumption.ts";
import { requireApproval } from "./require-approval.ts";

const knowing = (approval: Approval | undefined): Resumption => ({
  results: [],
  approvalOf: (index) => (index === 3 ? approval : undefined),
  onDecided: () => () => undefined,
  wait: () => 0,
});

describe("requireApproval", () => {
  it("[TASK-6] lets a step pass that was approved", () => {
    expect(() => requireApproval(3, knowing({ approved: true, reason: "fine" }))).not.toThrow();
  });

  it.each([
    ["too dear", "Rejected: too dear"],
    ["", "Rejected"],
    [null, "Rejected"],
  ])("[TASK-6] refuses a step that was rejected because of %j", (reason, message) => {
    expect(() => requireApproval(3, knowing({ approved: false, reason }))).toThrow(
      expect.objectContaining({ code: "E004", message, details: { reason: "rejected" } }),
    );
  });

  it("takes a step that starts undecided for a fault of the runtime", () => {
    expect(() => requireApproval(3, knowing(undefined))).toThrow("Step 3 starts before anybody approved");
  });

  it("[TASK-6] says where approvals can be waited for", () => {
    expect(() => requireApproval(3, undefined)).toThrow(
      expect.objectContaining({ code: "E001", message: expect.stringContaining("submit the plan as a task") }),
    );
  });
});
