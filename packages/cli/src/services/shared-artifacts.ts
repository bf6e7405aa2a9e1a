import { resolve } from "node:path";
import { type ArtifactStore, createFileAccess, type Logger, resolveConfig } from "@aiecs/core";
import type { LoadedConfig } from "#config/load-config.ts";
import { artifactsUrl } from "#config/service-urls.ts";
import { loadAdapter } from "./load-adapter.ts";

/**
 * Opens the bucket in which processes share artifacts; undefined when none is configured: then they lie in the
 * artifacts' folder alone.
 *
 * @throws InputError when the package is not there, E001 when the URL is not right, E006 when the bucket cannot be used
 */
export async function openSharedArtifacts(
  config: LoadedConfig,
  logger: Logger,
): Promise<(ArtifactStore & AsyncDisposable) | undefined> {
  const url = artifactsUrl(config);
  if (url === undefined) return undefined;
  const { openS3Artifacts } = await loadAdapter("@aiecs/s3", "A bucket for artifacts", () => import("@aiecs/s3"));
  // As the executor will see them: calls may use what lies in their own task's folder.
  const { artifacts_folder: folder, roots, limits } = resolveConfig(config.executor);
  const files = createFileAccess({ roots: roots.map((root) => resolve(root)), limits, artifactsFolder: folder });
  return await openS3Artifacts({ url, folder, files, logger });
}
