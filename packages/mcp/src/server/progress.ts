import type { TaskEvent } from "@aiecs/core";
import type { ServerContext } from "@modelcontextprotocol/server";

/** Smaller steps than this are told at most so often: more nobody looks at. */
const minStep = 0.05;
const minIntervalMs = 100;

/**
 * Turns a run's events into progress notifications; undefined when the client did not ask for them. Completed steps plus what the others
 * say of themselves, of as many as there are. Progress never goes back.
 */
export function createProgress({ mcpReq }: ServerContext, steps: number): ((event: TaskEvent) => void) | undefined {
  const { _meta: meta } = mcpReq;
  const token = meta?.progressToken;
  if (token === undefined) return undefined;
  const fractions = new Map<number, number>();
  let told = -1;
  let toldAt = 0;
  const tell = (message: string | undefined, urgent: boolean): void => {
    const done = fractions.values().reduce((sum, fraction) => sum + fraction, 0);
    const now = performance.now();
    if (done <= told || (!urgent && done - told < minStep && now - toldAt < minIntervalMs)) return;
    told = done;
    toldAt = now;
    const params = { progressToken: token, progress: done, total: steps, ...(message && { message }) };
    mcpReq.notify({ method: "notifications/progress", params }).catch(() => {
      // The client has gone: its call is being cancelled.
    });
  };
  return (event) => {
    const { stepIndex, operation } = event;
    if (stepIndex === null) return;
    if (event.type === "step.started") tell(`${operation} started`, false);
    if (event.type === "step.progressed") {
      fractions.set(stepIndex, Math.min(Math.max(event.fraction, fractions.get(stepIndex) ?? 0), 1));
      tell(event.message ?? undefined, event.fraction >= 1);
    }
    if (event.type === "step.completed" || event.type === "step.failed" || event.type === "step.cancelled") {
      fractions.set(stepIndex, 1);
      tell(`${operation} ${event.type.slice("step.".length)}`, true);
    }
  };
}
