import { OperationFailedError } from "#contracts/errors.ts";
import type { Operation } from "#contracts/operation.ts";
import type { Tool } from "#contracts/tool.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { toOperationError } from "#execution/to-execution-error.ts";
import { compileParams } from "#toolkit/compile-schema.ts";
import { operationOf } from "#toolkit/find-operation.ts";
import { ToolRegistry } from "#toolkit/tool-registry.ts";
import { createDetachedContext } from "./detached-context.ts";
import { endLonelyInstance, makeLonelyInstance } from "./lonely-instance.ts";

export type ToolExecutorOptions = {
  readonly tools?: readonly Tool[];
  readonly registry?: ToolRegistry;
};

/**
 * Runs operations where they are called: the `main` executor. Used alone it validates parameters itself, and makes an
 * instance for each call of a tool with a life; within an `OperationExecutor`, which hands it a context, that has been
 * done.
 */
export class ToolExecutor implements IToolExecutor {
  readonly registry: ToolRegistry;
  readonly #validators = new WeakMap<Operation, (params: object) => unknown>();

  constructor(options: ToolExecutorOptions = {}) {
    this.registry = options.registry ?? new ToolRegistry();
    for (const tool of options.tools ?? []) this.registry.registerTool(tool);
  }

  /** @throws E001 for invalid parameters, E003 when the operation fails or is asynchronous */
  execute(tool: Tool, operationName: string, params: object): unknown {
    const operation = operationOf(tool, operationName);
    const now = (value: unknown): unknown => refusePromise(value, tool, operationName);
    try {
      const valid = now(this.#validatorOf(tool, operationName, operation)(params));
      const instance = now(makeLonelyInstance(tool));
      try {
        return now(operation.execute(valid, createDetachedContext({ instance })));
      } finally {
        ignorePromise(endLonelyInstance(tool, instance));
      }
    } catch (thrown) {
      throw toOperationError(thrown, operationName);
    }
  }

  executeAsync(tool: Tool, operationName: string, params: object, context?: ToolContext): Promise<unknown> {
    if (!context) return this.#executeAlone(tool, operationName, params);
    try {
      const output = operationOf(tool, operationName).execute(params, context);
      return output instanceof Promise ? output : Promise.resolve(output);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #executeAlone(tool: Tool, operationName: string, params: object): Promise<unknown> {
    const operation = operationOf(tool, operationName);
    try {
      const valid = await this.#validatorOf(tool, operationName, operation)(params);
      const instance = await makeLonelyInstance(tool);
      try {
        return await operation.execute(valid, createDetachedContext({ instance }));
      } finally {
        await endLonelyInstance(tool, instance);
      }
    } catch (thrown) {
      throw toOperationError(thrown, operationName);
    }
  }

  #validatorOf(tool: Tool, name: string, operation: Operation): (params: object) => unknown {
    let validate = this.#validators.get(operation);
    if (!validate) {
      validate = compileParams(`${tool.name}.${name}`, operation.inputSchema);
      this.#validators.set(operation, validate);
    }
    return validate;
  }
}

/** What takes time cannot be had at once. Its promise is nobody's any more: its failure must not end the process. */
function refusePromise(value: unknown, tool: Tool, operationName: string): unknown {
  if (!(value instanceof Promise)) return value;
  ignorePromise(value);
  throw new OperationFailedError(
    `Operation '${operationName}' of tool '${tool.name}' is asynchronous and cannot run synchronously; use executeAsync`,
  );
}

function ignorePromise(value: unknown): void {
  if (value instanceof Promise) value.catch(() => undefined);
}
