import { CancelledError, ValidationError } from "#contracts/errors.ts";
import type { Resumption } from "#contracts/resumption.ts";

/**
 * Lets a step that needs an approval pass once it has it.
 *
 * @throws E004 when it was rejected, E001 when this run is not a task's
 */
export function requireApproval(index: number, resumption: Resumption | undefined): void {
  if (!resumption) {
    throw new ValidationError(
      "The step needs an approval, which only a task can wait for: submit the plan as a task (on the command line: aiecs run --task-id)",
    );
  }
  const approval = resumption.approvalOf(index);
  if (!approval) throw new Error(`Step ${index} starts before anybody approved or rejected it`);
  if (approval.approved) return;
  const { reason } = approval;
  throw new CancelledError(reason ? `Rejected: ${reason}` : "Rejected", { details: { reason: "rejected" } });
}
