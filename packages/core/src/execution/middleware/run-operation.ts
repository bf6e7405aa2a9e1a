import { OperationFailedError } from "#contracts/errors.ts";
import type { Tool } from "#contracts/tool.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import type { SchemaCheck } from "#toolkit/compile-schema.ts";
import { formatProblems } from "#toolkit/problems.ts";
import type { Call, Next, PreparedOperation, RunningAttempt } from "../call.ts";
import type { Services } from "../services.ts";

type RunnableOperation = Pick<PreparedOperation, "spec" | "tool" | "name" | "checkOutput">;

/** Runs the operation where it belongs, then checks what came out. The last link; the attempt wraps what it throws. */
export function runOperation(operation: RunnableOperation, executor: IToolExecutor, services: Services): Next {
  const { tool, name } = operation;
  const hasLife = tool.create !== undefined && executor !== services.executors.get("thread");
  const run = (call: Call): Promise<unknown> => {
    const attempt = attemptOf(call);
    try {
      const output: unknown = executor.executeAsync(tool, name, call.params, attempt);
      return output instanceof Promise ? output : Promise.resolve(output);
    } catch (error) {
      // An executor of somebody else's may throw at once.
      return Promise.reject(error);
    }
  };
  const checked = operation.checkOutput ? checkOutput(run, operation.checkOutput, operation.spec) : run;
  return hasLife ? withInstance(checked, tool, services) : checked;
}

function attemptOf({ attempt }: Call): RunningAttempt {
  if (!attempt) throw new Error("An operation runs within an attempt");
  return attempt;
}

/** Holds the tool's instance while the operation runs. */
function withInstance(run: Next, tool: Tool, { instances }: Services): Next {
  return async (call) => {
    const lease = await instances.lease(tool);
    try {
      attemptOf(call).instance = lease.instance;
      return await run(call);
    } finally {
      lease.release();
    }
  };
}

function checkOutput(run: Next, check: SchemaCheck, spec: string): Next {
  return async (call) => {
    const output = await run(call);
    await refuseBrokenOutput(check, output, spec);
    return output;
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
