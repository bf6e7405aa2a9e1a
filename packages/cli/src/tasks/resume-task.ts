import type { Task } from "@aiecs/core";
import { type PresentOptions, presentRun } from "#run/present-run.ts";
import { goOn } from "./go-on.ts";
import { type TaskCommandValues, taskCommand } from "./task-commands.ts";
import { taskPerformance } from "./task-performance.ts";
import { withTasks } from "./with-tasks.ts";

export type ResumeTaskOptions = Omit<PresentOptions, "source"> & {
  readonly taskId: string;
  readonly waitsForApproval: boolean;
  readonly values: TaskCommandValues;
};

/**
 * Goes on with a task that was interrupted, failed, was cancelled or waited; one whose steps have all completed is told. Returns the
 * exit code.
 */
export async function resumeTask(options: ResumeTaskOptions): Promise<number> {
  const { taskId, waitsForApproval, values } = options;
  const userId = values.user;
  return presentRun(options, (stage) =>
    withTasks({ values, logger: stage.logger, mustExist: true }, async ({ service }) => {
      const tasks = service.forUser(userId);
      const { plan } = await service.workOf(userId, taskId);
      stage.setSteps(plan.steps);
      const runsAgain = ({ completed_steps: completed, steps }: Task): boolean => completed < steps;
      const done = await goOn(await tasks.getTask(taskId), { service, userId, stage, waitsForApproval, runsAgain });
      return taskPerformance(tasks, done, { plan, again: taskCommand("resume", [taskId], values), values });
    }),
  );
}
