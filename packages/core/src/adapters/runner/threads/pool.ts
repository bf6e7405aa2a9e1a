import { randomUUID } from "node:crypto";
import { ExecutionError, OperationFailedError } from "#contracts/errors.ts";
import { defaultLimits } from "#contracts/limits.ts";
import type { Logger } from "#contracts/logger.ts";
import type { Operation } from "#contracts/operation.ts";
import type { Tool } from "#contracts/tool.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { compileParams } from "#toolkit/compile-schema.ts";
import { operationOf } from "#toolkit/find-operation.ts";
import { ThreadPool } from "./thread-pool.ts";

export type ThreadExecutorOptions = {
  /** Calls that run at once, each on a thread of its own. */
  readonly maxWorkers: number;
  /** What one thread may use, heap and buffers together, in MiB. */
  readonly maxMemoryMb: number;
  /** A tool's settings, for the `create` of tools with a life; asked once per tool and thread. */
  readonly configOf: (tool: Tool) => unknown;
  /** How long a cancelled operation has to end by itself before its thread is ended. @default 50 */
  readonly graceMs?: number;
  /** Told of threads that fail without a call, and of tools that cannot be disposed. */
  readonly logger?: Logger;
};

export interface ThreadExecutor extends IToolExecutor, AsyncDisposable {
  /** Threads that live now: none before the first call. */
  readonly threads: number;
  /** Lets go of what tools made on threads: it is disposed once the calls that use it have ended. */
  renew(): void;
}

/**
 * Runs operations on worker threads: the `thread` executor. Nothing is loaded or started before the first call.
 *
 * An operation's parameters are copied to its thread and its result comes back; the buffers of a result are moved, not
 * copied, so an operation must not keep those it returns. Tables stay where they are and are read through a handle.
 */
export function createThreadExecutor(options: ThreadExecutorOptions): ThreadExecutor {
  const { graceMs = 50, logger, ...rest } = options;
  const pool = new ThreadPool({ graceMs, logger, ...rest });
  const validators = new WeakMap<Operation, (params: object) => unknown>();

  const runAlone = async (tool: Tool, operationName: string, params: object): Promise<unknown> => {
    const operation = operationOf(tool, operationName);
    let validate = validators.get(operation);
    if (!validate) {
      validate = compileParams(`${tool.name}.${operationName}`, operation.inputSchema);
      validators.set(operation, validate);
    }
    const valid = await validate(params);
    try {
      return await pool.run(tool, operationName, valid, createLonelyContext());
    } catch (thrown) {
      if (thrown instanceof ExecutionError) throw thrown;
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      throw new OperationFailedError(`Error executing ${operationName}: ${message}`, { cause: thrown });
    }
  };

  return {
    get threads() {
      return pool.size;
    },

    execute(tool, operationName) {
      operationOf(tool, operationName);
      throw new OperationFailedError(
        `Operation '${operationName}' of tool '${tool.name}' runs on a thread and cannot run synchronously; use executeAsync`,
      );
    },

    async executeAsync(tool, operationName, params, context) {
      if (!context) return await runAlone(tool, operationName, params);
      operationOf(tool, operationName);
      return await pool.run(tool, operationName, params, context);
    },

    renew: () => pool.renew(),
    [Symbol.asyncDispose]: () => pool.close(),
  };
}

/** The context of a call that comes without one: it can be computed with, but there is nobody to write or ask for it. */
function createLonelyContext(): ToolContext {
  const taskId = randomUUID();
  const refuse = (what: string) => async (): Promise<never> => {
    throw new OperationFailedError(`${what} need an executor: this operation was called without a context`);
  };
  const silent = () => {};
  return {
    userId: undefined,
    taskId,
    stepIndex: 0,
    attempt: 1,
    signal: new AbortController().signal,
    idempotencyKey: `${taskId}:0`,
    input: {},
    instance: undefined,
    log: { debug: silent, info: silent, warn: silent, error: silent, isLevelEnabled: () => false },
    artifacts: {
      write: refuse("Artifacts"),
      reserve: refuse("Artifacts"),
      adopt: refuse("Artifacts"),
      find: refuse("Artifacts"),
    },
    files: { readable: refuse("Files"), place: refuse("Files"), writable: refuse("Files") },
    network: { fetch: refuse("The network"), resolve: refuse("The network") },
    limits: defaultLimits,
    progress: silent,
    call: refuse("Nested calls"),
  };
}
