import type { ArtifactOwner, OperationExecutor } from "@aiecs/core";
import type { RunOutcome } from "./modes.ts";

/** An outcome as it is printed as JSON: of tables that are shown in part, all rows are kept as files of the run. */
export async function exportOutcome(
  executor: OperationExecutor,
  outcome: RunOutcome,
  owner: ArtifactOwner,
): Promise<RunOutcome> {
  const results = await Promise.all(
    outcome.results.map(async (step) => {
      const result = await executor.exportResult(step.result, owner);
      return result === step.result ? step : step.withResult(result);
    }),
  );
  return { ...outcome, results, output: await executor.exportResult(outcome.output, owner) };
}
