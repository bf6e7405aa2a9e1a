import type { NetworkAccess } from "#contracts/network-access.ts";
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
    get network() {
      const { fetch, resolve } = context.network;
      const ends = (own: AbortSignal | undefined) => (own ? AbortSignal.any([signal, own]) : signal);
      const network: NetworkAccess = {
        fetch: (address, request) => fetch(address, { ...request, signal: ends(request?.signal) }),
        resolve,
      };
      return network;
    },
    get limits() {
      return context.limits;
    },
    instance: context.instance,
    progress: (fraction, message) => context.progress(fraction, message),
    call: (spec, params) => context.call(spec, params),
  };
}
