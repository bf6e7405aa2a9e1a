import { type ExecutionError, OperationFailedError, ValidationError } from "#contracts/errors.ts";
import type { ThreadCall } from "./thread-call.ts";
import { fromThrown } from "./thrown.ts";

/** Why a call did not come back from its thread, in the caller's words. `error` is what the pool library says. */
export function callProblem(call: ThreadCall, error: unknown): ExecutionError {
  const { spec, link } = call;
  // Only this side throws one that is still a DOMException; the thread's comes as its last words.
  if (error instanceof DOMException && error.name === "DataCloneError") {
    return new ValidationError(`The parameters of ${spec} cannot be sent to a thread: ${error.message}`, {
      cause: error,
    });
  }
  if (link?.crash) return crashProblem(spec, fromThrown(link.crash));
  if (error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") {
    return threadProblem(spec, "ran out of memory (config max_thread_memory_mb)", error);
  }
  const exitCode = error instanceof Error ? /^worker exited with code: (-?\d+)$/.exec(error.message)?.[1] : undefined;
  if (exitCode !== undefined) return threadProblem(spec, `ended: process.exit(${exitCode}) was called there`, error);
  return crashProblem(spec, error);
}

/** The error of a call whose thread was ended because it used too much. */
export function memoryProblem(spec: string, usedMb: number, maxMemoryMb: number): ExecutionError {
  return threadProblem(
    spec,
    `used ${usedMb} MB of memory and was ended: ${maxMemoryMb} MB are allowed (config max_thread_memory_mb)`,
  );
}

function crashProblem(spec: string, thrown: unknown): ExecutionError {
  if (!(thrown instanceof Error)) return threadProblem(spec, `crashed: ${String(thrown)}`, thrown);
  if (thrown.name === "DataCloneError") {
    return new OperationFailedError(`The result of ${spec} cannot be sent from its thread: ${thrown.message}`, {
      cause: thrown,
    });
  }
  return threadProblem(spec, `crashed: ${thrown.name}: ${thrown.message}`, thrown);
}

function threadProblem(spec: string, what: string, cause?: unknown): ExecutionError {
  return new OperationFailedError(`The thread that ran ${spec} ${what}`, cause === undefined ? {} : { cause });
}
