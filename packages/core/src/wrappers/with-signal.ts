import type { ToolContext } from "#contracts/tool-context.ts";

/** The same context with another signal. Nothing is asked of the inner one before the operation asks for it. */
export function withSignal(context: ToolContext, signal: AbortSignal): ToolContext {
  return {
    signal,
    get userId() {
      return context.userId;
    },
    get taskId() {
      return context.taskId;
    },
    stepIndex: context.stepIndex,
    attempt: context.attempt,
    get idempotencyKey() {
      return context.idempotencyKey;
    },
    get input() {
      return context.input;
    },
    get log() {
      return context.log;
    },
    get artifacts() {
      return context.artifacts;
    },
    get files() {
      return context.files;
    },
    instance: context.instance,
    progress: (fraction, message) => context.progress(fraction, message),
    call: (spec, params) => context.call(spec, params),
  };
}
