import { randomUUID } from "node:crypto";
import { createFileArtifacts } from "#adapters/artifacts/file-artifacts.ts";
import { taskFolder } from "#adapters/artifacts/safe-names.ts";
import { createDefaultLogger } from "#adapters/default-logger.ts";
import { createFileAccess } from "#adapters/files/file-access.ts";
import { createNetworkAccess } from "#adapters/network/network-access.ts";
import { OperationFailedError } from "#contracts/errors.ts";
import type { ToolContext } from "#contracts/tool-context.ts";
import { artifactAccess } from "#execution/artifact-access.ts";
import { defaultConfig } from "./config.ts";

/** The context of an operation that runs outside any call: it belongs to nobody and nothing cancels it. */
export function createDetachedContext(options: { readonly instance?: unknown } = {}): ToolContext {
  const config = defaultConfig();
  const taskId = randomUUID();
  const { roots, limits, artifacts_folder: artifactsFolder } = config;
  const ownFolder = taskFolder(artifactsFolder, taskId);
  const files = createFileAccess({ roots, limits, artifactsFolder, ownFolder });
  const store = createFileArtifacts({ folder: artifactsFolder, files });
  const { signal } = new AbortController();
  return {
    userId: undefined,
    taskId,
    stepIndex: 0,
    attempt: 1,
    signal,
    idempotencyKey: `${taskId}:0`,
    input: {},
    log: createDefaultLogger(),
    artifacts: artifactAccess(store, { taskId, userId: undefined }),
    files,
    network: createNetworkAccess({ config, signal: () => signal }),
    limits,
    instance: options.instance,
    progress: () => undefined,
    call: (spec) =>
      Promise.reject(new OperationFailedError(`${spec} cannot be called: this operation runs outside an executor`)),
  };
}
