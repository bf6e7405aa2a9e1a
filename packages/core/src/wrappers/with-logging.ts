import type { Logger } from "#contracts/logger.ts";
import type { IToolExecutor } from "#contracts/tool-executor.ts";
import { type Wrapped, type WrappedCall, wrapExecutor } from "./wrap-executor.ts";

export type LoggingOptions = { readonly logger: Logger };

/** Logs the start, the end and the failure of every operation. */
export function withLogging<E extends IToolExecutor>(inner: E, { logger }: LoggingOptions): Wrapped<E> {
  const started = (call: WrappedCall) => logger.info(fieldsOf(call), "Executing operation");
  const completed = (call: WrappedCall) => logger.info(fieldsOf(call), "Operation completed");
  const failed = (call: WrappedCall, error: unknown) =>
    logger.error({ ...fieldsOf(call), err: error }, "Operation failed");
  return wrapExecutor(inner, {
    execute(call, next) {
      started(call);
      try {
        const output = next();
        completed(call);
        return output;
      } catch (error) {
        failed(call, error);
        throw error;
      }
    },
    async executeAsync(call, next) {
      started(call);
      try {
        const output = await next();
        completed(call);
        return output;
      } catch (error) {
        failed(call, error);
        throw error;
      }
    },
  });
}

function fieldsOf({ tool, operationName, context }: WrappedCall): object {
  return { operation: `${tool.name}.${operationName}`, taskId: context?.taskId, userId: context?.userId };
}
