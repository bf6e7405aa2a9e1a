import { createExecutor, type OperationTypes, type Tool } from "@aiecs/core";
import type { AiecsClient } from "#client/aiecs-client.ts";
import { clientClosed, throwIfAborted } from "#client/cancellation.ts";
import { followTask } from "#client/follow-task.ts";
import { Opening } from "#client/opening.ts";
import { createExecution } from "./execution.ts";
import type { LocalOptions } from "./local-options.ts";
import { openUserTasks } from "./open-user-tasks.ts";
import { createReadArtifact } from "./read-artifact.ts";
import { createTasks } from "./tasks.ts";

/**
 * A client that does everything in this process. `Types` are those of its tools.
 *
 * @throws E001 naming everything that is wrong with the options, E006 when the database of tasks cannot be opened
 */
export async function openLocalClient<Types extends OperationTypes>(
  options: LocalOptions<readonly Tool[]>,
): Promise<AiecsClient<Types>> {
  const { mode, userId, tasks: _tasks, graceMs: _graceMs, ...parts } = options;
  await using opened = new AsyncDisposableStack();
  const executor = opened.use(createExecutor(parts));

  const service = opened.use(new Opening(() => openUserTasks(executor, options)));
  // What was left in a database goes on as soon as the client is there; in memory there is nothing.
  if (mode === "full") await service.get();

  const closing = new AbortController();
  opened.defer(() => closing.abort(clientClosed()));
  const tasks = createTasks(async () => (await service.get()).tasks, closing.signal);
  const held = opened.move();
  return {
    ...createExecution<Types>(executor, userId),
    ...tasks,
    stream: (source, wishes) => followTask(tasks, source, wishes),
    readArtifact: createReadArtifact(executor.artifacts, userId),
    async ready({ signal } = {}) {
      throwIfAborted(signal);
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
