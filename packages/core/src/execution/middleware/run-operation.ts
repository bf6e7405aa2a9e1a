import { OperationFailedError } from "#contracts/errors.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import type { SchemaCheck } from "#toolkit/compile-schema.ts";
import { formatProblems } from "#toolkit/problems.ts";
import type { Next, PreparedOperation } from "../call.ts";
import type { Services } from "../services.ts";
import { toOperationError } from "../to-execution-error.ts";

type RunnableOperation = Pick<PreparedOperation, "spec" | "tool" | "name" | "checkOutput">;

/** Runs the operation where it belongs, then checks what came out. The last link. */
export function runOperation(operation: RunnableOperation, executor: IToolExecutor, services: Services): Next {
  const { tool, name, spec, checkOutput } = operation;
  const hasLife = tool.create !== undefined && executor !== services.executors.get("thread");
  return async (call) => {
    const { attempt } = call.record;
    if (!attempt) throw new Error("An operation runs within an attempt");
    const lease = hasLife ? await services.instances.lease(tool) : undefined;
    try {
      attempt.instance = lease?.instance;
      const output = await executor.executeAsync(tool, name, call.params, attempt);
      if (checkOutput) await refuseBrokenOutput(checkOutput, output, spec);
      return output;
    } catch (thrown) {
      throw toOperationError(thrown, name);
    } finally {
      lease?.release();
    }
  };
}

/** The schema checks only: the tool's own value travels on. */
async function refuseBrokenOutput(check: SchemaCheck, output: unknown, spec: string): Promise<void> {
  const outcome = await check(output);
  if (outcome.problems === undefined) return;
  throw new OperationFailedError(
    `${spec} returned what its output schema does not allow: ${formatProblems(outcome.problems)}`,
    { details: { reason: "invalid_output", problems: outcome.problems } },
  );
}
