import type { ListOptions } from "@aiecs/core";
import type { ToolValues } from "#config/open-tools.ts";
import { operationsOf, type PlanSource } from "#input/read-plan.ts";
import { commandLine } from "#output/example-command.ts";
import { printableLine } from "#output/text.ts";
import { exportOutcome } from "./export-outcome.ts";
import { type Mode, runInMode } from "./modes.ts";
import { type Performance, type PresentOptions, presentRun } from "./present-run.ts";
import { withExecutor } from "./with-executor.ts";

export type RunPlanOptions = PresentOptions & {
  readonly source: PlanSource;
  readonly mode: Mode;
  readonly listOptions: ListOptions;
  readonly values: ToolValues;
};

/** Runs a plan once, keeping nothing of it but its files; returns the exit code. */
export async function runPlan(options: RunPlanOptions): Promise<number> {
  const { source, mode, print, listOptions } = options;
  const { plan } = source;
  const uses = operationsOf(plan);
  return presentRun(options, async ({ journal, interrupt, logger, show }): Promise<Performance> => {
    const outcome = await withExecutor({ values: options.values, logger, uses }, async (executor) => {
      executor.on("*", show);
      const run = await runInMode(executor, plan, mode, { ...listOptions, signal: interrupt.signal }, journal);
      if (print === "text") return run;
      return await exportOutcome(executor, run, { taskId: journal.taskId, userId: listOptions.userId });
    });
    const again = `To run it again, from its first step:\n  ${printableLine(commandLine())}`;
    return { outcome, plan, isWaiting: false, advice: interrupt.signal.aborted ? [again] : [] };
  });
}
