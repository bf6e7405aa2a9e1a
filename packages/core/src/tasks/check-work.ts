import { ValidationError } from "#contracts/errors.ts";
import type { PlanError } from "#contracts/plan.ts";
import type { TaskWork } from "#contracts/task.ts";
import type { ToolRule } from "#contracts/tool-rule.ts";
import { rejectErrors } from "#execution/plans/reject-errors.ts";
import { buildStepGraph } from "#execution/plans/step-graph.ts";
import { validateInputObject } from "#execution/plans/validate-input-object.ts";
import { compileValue } from "#execution/references/compile.ts";
import { refuseForbidden } from "#execution/refuse-forbidden.ts";
import { formatProblems } from "#toolkit/problems.ts";
import type { TaskExecutor } from "./task-executor.ts";

export type CheckOptions = {
  /** Whether everything that analysis finds refuses the work. */
  readonly strict: boolean;
  readonly allow: ToolRule | undefined;
};

/**
 * Refuses at once what could never run: a task must not wait in a queue to learn that.
 *
 * @throws E001, E003 or E007 with everything that is wrong
 */
export function checkWork(executor: TaskExecutor, work: TaskWork, { strict, allow }: CheckOptions): void {
  const { plan, input } = work;
  if (strict) rejectErrors(executor.analyzePlan(plan, { input }).errors);
  rejectErrors(findStaticErrors(work));
  refuseForbidden(
    plan.steps.map(({ operation }) => operation),
    allow,
    executor.registry,
  );
  if (work.mode !== "plan" || !plan.input_schema) return;
  const { problems } = validateInputObject(plan.input_schema, { ...plan.input, ...input });
  if (problems) throw new ValidationError(`Invalid input: ${formatProblems(problems)}`, { details: { problems } });
}

function findStaticErrors({ mode, plan }: TaskWork): readonly PlanError[] {
  const { errors, ids } = buildStepGraph(plan.steps, { previousCount: 0, ordered: mode === "sequence" });
  const total = plan.steps.length;
  const site = { position: total, previousCount: 0, total, ids, each: false, path: "output" };
  return [...errors, ...(compileValue(plan.output, site)?.errors ?? [])];
}
