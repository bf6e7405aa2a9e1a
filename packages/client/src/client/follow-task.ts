import type { TaskSource } from "@aiecs/core/contracts";
import type { AiecsClient, StreamOptions } from "./aiecs-client.ts";

type Tasks = Pick<AiecsClient, "submitTask" | "events" | "cancelTask">;

/** Submits work as a task and gives its events; whoever stops reading before the end wants it no more. */
export async function* followTask(
  tasks: Tasks,
  source: TaskSource,
  options: StreamOptions = {},
): ReturnType<AiecsClient["stream"]> {
  const { id } = await tasks.submitTask(source, options);
  let ended = false;
  try {
    yield* tasks.events(id, { signal: options.signal });
    ended = true;
  } finally {
    if (!ended) await tasks.cancelTask(id);
  }
}
