import { OperationTimeoutError, type Task, type WaitOptions } from "@aiecs/core/contracts";
import type { AiecsClient } from "#client/aiecs-client.ts";

/** The task once it has ended: its events tell when. @throws E002 when it has not within `timeoutMs`, E004 when the signal aborts */
export async function waitForTask(
  { getTask, events }: Pick<AiecsClient, "getTask" | "events">,
  id: string,
  { signal: given, timeoutMs }: WaitOptions = {},
): Promise<Task> {
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signals = [given, timeout].filter((signal) => signal !== undefined);
  const signal = signals.length > 0 ? AbortSignal.any(signals) : undefined;
  try {
    for (;;) {
      const task = await getTask(id, { signal });
      if (task.ended_at !== null) return task;
      // Its events end when it does; somebody may have resumed it since.
      for await (const _ of events(id, { after: task.last_event, signal }));
    }
  } catch (error) {
    if (!timeout?.aborted || given?.aborted) throw error;
    throw new OperationTimeoutError(`Task ${JSON.stringify(id)} has not ended within ${timeoutMs} ms`, {
      cause: error,
    });
  }
}
