import type { CallOptions, ListOptions, OperationCall } from "#contracts/call.ts";
import { ExecutionError } from "#contracts/errors.ts";
import type { TaskStepResult } from "#contracts/step-result.ts";
import { compileValue } from "#execution/references/compile.ts";
import { Call } from "./call.ts";
import { listKinds } from "./plans/list-kinds.ts";
import { rejectErrors } from "./plans/reject-errors.ts";
import { runList } from "./plans/run-list.ts";
import { wishesOf } from "./policy.ts";
import { refuseForbidden } from "./refuse-forbidden.ts";
import { Run, singleCall } from "./run.ts";
import type { Services } from "./services.ts";
import { asParams, systemParam, withoutSystemParams } from "./system-params.ts";
import { traceTask } from "./telemetry.ts";

const noOptions: CallOptions = {};
const noIds: ReadonlyMap<string, number> = new Map();

/** One operation: its result, or the error itself. The pipeline's outermost link ends the run. */
export function executeSingle(
  services: Services,
  spec: string,
  params: object | null | undefined,
  options: CallOptions = noOptions,
): Promise<unknown> {
  let run: Run | undefined;
  let call: Call;
  try {
    run = new Run(services, withOwner(options, params), singleCall);
    run.begin();
    call = createSingle(services, run, spec, params, options);
  } catch (error) {
    services.statistics.usageOf("executeOperation").record(false);
    services.statistics.recordRefusal();
    run?.end({ error: error instanceof ExecutionError ? error : null });
    return Promise.reject(error);
  }
  return run.telemetry ? traceCall(run, call) : call.operation.run(call);
}

/** The options, with the user and the task that the parameters name where the options name none. */
function withOwner(options: CallOptions, params: object | null | undefined): CallOptions {
  if (typeof params !== "object" || params === null || !("user_id" in params || "task_id" in params)) return options;
  const userId = options.userId ?? systemParam(params, "user_id");
  const taskId = options.taskId ?? systemParam(params, "task_id");
  return { ...options, userId, taskId };
}

function traceCall(run: Run, call: Call): Promise<unknown> {
  return traceTask(run, 1, () => call.operation.run(call));
}

function createSingle(services: Services, run: Run, spec: string, params: unknown, options: CallOptions): Call {
  if (run.allow) refuseForbidden([spec], run.allow, services.tools);
  const operation = services.operations.get(spec, wishesOf(options));
  const given = asParams(spec, params);
  return new Call({
    run,
    operation,
    params: withoutSystemParams(given),
    stepIndex: 0,
    userId: run.userId,
    givenTaskId: run.givenTaskId,
    startedAtMs: run.startedAtMs,
    resolve: compileSingle(run, given),
    cancellation: run.cancellation,
  });
}

/** The references of a single operation point into `previous` and `input`. */
function compileSingle(run: Run, params: object): (() => object) | undefined {
  const position = run.previous.length;
  const site = { position, previousCount: position, total: position + 1, ids: noIds, each: false, path: "params" };
  const compiled = compileValue(params, site);
  if (!compiled) return undefined;
  rejectErrors(compiled.errors);
  const outcome = (index: number): TaskStepResult => run.previous[index] as TaskStepResult;
  return () => compiled.resolve({ outcome, input: run.input, item: undefined, index: 0 }) as object;
}

/** Several operations, each as soon as what it refers to is there: results in input order, errors in their place. */
export async function executeBatch(
  services: Services,
  operations: readonly OperationCall[],
  options: ListOptions = noOptions,
): Promise<unknown[]> {
  const { results, errors } = await runList(services, operations, { ...listKinds.batch, options });
  return results.map((result, index) => errors.get(index) ?? result.result);
}

/** One after another. On cancellation, and after a failure that stops it, later steps are absent. */
export async function executeSequence(
  services: Services,
  operations: readonly OperationCall[],
  options: ListOptions = noOptions,
): Promise<TaskStepResult[]> {
  const { results } = await runList(services, operations, { ...listKinds.sequence, options });
  return results;
}

/** Side by side: one result per operation, whatever happens to the others. */
export async function executeParallel(
  services: Services,
  operations: readonly OperationCall[],
  options: ListOptions = noOptions,
): Promise<TaskStepResult[]> {
  const { results } = await runList(services, operations, { ...listKinds.parallel, options });
  return results;
}
