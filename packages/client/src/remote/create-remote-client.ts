import type { OperationTypes } from "@aiecs/core/contracts";
import type { AiecsClient } from "#client/aiecs-client.ts";
import { followTask } from "#client/follow-task.ts";
import { createExecution } from "./execution.ts";
import { createHttp } from "./http.ts";
import { createReadArtifact } from "./read-artifact.ts";
import type { RemoteOptions } from "./remote-options.ts";
import { createTasks } from "./tasks.ts";

/**
 * A client of an AIECS server. Loads nothing of Node: it runs in browsers too.
 *
 * @throws E001 when the address is none
 */
export function createRemoteClient<Types extends OperationTypes = OperationTypes>(
  options: RemoteOptions,
): AiecsClient<Types> {
  const http = createHttp(options);
  const tasks = createTasks(http);
  return {
    ...createExecution<Types>(http),
    ...tasks,
    stream: (source, wishes) => followTask(tasks, source, wishes),
    readArtifact: createReadArtifact(http),
    async ready({ signal } = {}) {
      const response = await http.send({ path: "ready", signal });
      await response.body?.cancel();
    },
    async [Symbol.asyncDispose]() {
      http.close();
    },
  };
}
