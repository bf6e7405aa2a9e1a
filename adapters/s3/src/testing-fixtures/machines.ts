import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openS3Artifacts, type S3Artifacts, type S3ArtifactsOptions } from "#store/open-s3-artifacts.ts";
import { type CollectingLogger, createCollectingLogger } from "./collecting-logger.ts";
import { swiftKeys } from "./swift-config.ts";

/** A store as a machine of its own opens it. */
export type Machine = { readonly store: S3Artifacts; readonly folder: string; readonly logger: CollectingLogger };

/** Machines with one bucket; disposing of them closes their stores and removes their folders. */
export type Machines = AsyncDisposable & {
  open(options: Partial<S3ArtifactsOptions> & Pick<S3ArtifactsOptions, "url">): Promise<Machine>;
};

export async function createMachines(): Promise<Machines> {
  const base = await mkdtemp(join(tmpdir(), "aiecs-s3-"));
  const stores: S3Artifacts[] = [];
  let count = 0;
  return {
    async open(options) {
      const folder = join(base, `${count++}`);
      const logger = createCollectingLogger();
      const store = await openS3Artifacts({ credentials: swiftKeys.owner, folder, logger, ...options });
      stores.push(store);
      return { store, folder: options.folder ?? folder, logger };
    },
    async [Symbol.asyncDispose]() {
      for (const store of stores) await store[Symbol.asyncDispose]();
      await rm(base, { recursive: true, force: true });
    },
  };
}
