import type { Logger } from "@aiecs/core";
import { listenForInterrupt } from "#run/interrupt.ts";
import { outliveStrayRejections } from "./stray-rejections.ts";

/** Whether the process is asked to stop. */
export type Stop = {
  readonly asked: Promise<void>;
  /** How long it may take to end once it is asked. @default graceMs: 10,000 */
  allow(graceMs: number): void;
};

const defaultGraceMs = 10_000;
/** For letting go of services, once what ran has ended or was handed back. */
const closingMs = 2_000;
/** The exit code where a service, which is away perhaps, kept the process from ending in good order: that of E006. */
const lateExitCode = 6;

/**
 * Does work until signals ask the process to end, and then for its grace time and two seconds at most: services that are
 * away are not waited for. Meanwhile a promise that a tool forgot does not end the process. Returns the exit code.
 */
export async function untilStopped(logger: Logger, work: (stop: Stop) => Promise<number>): Promise<number> {
  using cleanup = new DisposableStack();
  cleanup.use(outliveStrayRejections(logger));
  const asked = Promise.withResolvers<void>();
  const late = Promise.withResolvers<number>();
  let graceMs = defaultGraceMs;
  const giveUp = (): void => {
    logger.warn({}, "Ends although not everything has been closed: what ran here goes on elsewhere");
    late.resolve(lateExitCode);
  };
  const stop = (): void => {
    logger.info({}, "Stopping; the same signal again ends at once");
    const timer = setTimeout(giveUp, graceMs + closingMs);
    cleanup.defer(() => clearTimeout(timer));
    asked.resolve();
  };
  cleanup.use(listenForInterrupt(stop));
  const allow = (ms: number): void => {
    graceMs = ms;
  };
  return await Promise.race([work({ asked: asked.promise, allow }), late.promise]);
}
