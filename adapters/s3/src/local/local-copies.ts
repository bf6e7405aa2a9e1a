import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdir, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ArtifactDescription, Clock, TaskFiles } from "@aiecs/core";
import { unlessMissing } from "./unless-missing.ts";
import { VerifiedFiles } from "./verified-files.ts";

export type LocalCopiesOptions = {
  readonly folder: string;
  readonly taskFiles: TaskFiles;
  readonly clock: Clock;
};

type Known = Pick<ArtifactDescription, "id" | "name" | "taskId" | "bytes" | "sha256">;

/** The folder, beside those of the tasks, of what was made elsewhere: a folder for each id. */
export const fetchedName = ".fetched";
/** Says of a task's folder that all in it is in the bucket, too. */
export const markName = ".copies";

/** The contents that lie on this machine: made here, in their task's folder, or fetched, in a folder of their own. */
export interface LocalCopies {
  /** Where the whole content lies; undefined when it is not here. */
  find(artifact: Known): Promise<string | undefined>;
  /** Where the content lies or, when it is not here, will lie once it was fetched. */
  placeOf(artifact: Known): Promise<string>;
  /** Notes what was made here, which nobody may change from then on. */
  made(path: string, sha256: string): Promise<void>;
  /** Brings content here; undefined when it is not what it was. @throws E006 when the disk takes nothing more */
  fetch(artifact: Known, content: AsyncIterable<Uint8Array>): Promise<string | undefined>;
  /** Forgets a task with those artifacts. */
  remove(taskId: string, ids: readonly string[]): Promise<void>;
}

export function createLocalCopies({ folder, taskFiles, clock }: LocalCopiesOptions): LocalCopies {
  const files = new VerifiedFiles(clock);
  const fetchedFolder = (id: string): string => join(folder, fetchedName, id);
  const madePath = ({ taskId, name }: Known): string => join(taskFiles.folderOf(taskId), name);
  const fetchedPath = ({ id, name }: Known): string => join(fetchedFolder(id), name);

  return {
    async find(artifact) {
      for (const path of [madePath(artifact), fetchedPath(artifact)]) {
        if (await files.isWhole(path, artifact)) return path;
      }
      return undefined;
    },

    async placeOf(artifact) {
      const path = madePath(artifact);
      const found = await unlessMissing(stat(path));
      return found?.size === artifact.bytes ? path : fetchedPath(artifact);
    },

    async made(path, sha256) {
      await chmod(path, 0o444);
      await writeFile(join(dirname(path), markName), "", { flag: "a" });
      await files.trust(path, sha256);
    },

    fetch: (artifact, content) =>
      taskFiles.onDisk(async () => {
        const own = fetchedFolder(artifact.id);
        const partial = join(own, `.${randomUUID()}.partial`);
        await mkdir(own, { recursive: true });
        try {
          const sha256 = await writeAll(partial, content);
          if (sha256 !== artifact.sha256) return undefined;
          await chmod(partial, 0o444);
          const path = fetchedPath(artifact);
          await rename(partial, path);
          await files.trust(path, sha256);
          return path;
        } finally {
          await rm(partial, { force: true });
        }
      }),

    async remove(taskId, ids) {
      const folders = [taskFiles.folderOf(taskId), ...ids.map(fetchedFolder)];
      for (const path of folders) await rm(path, { recursive: true, force: true });
    },
  };
}

async function writeAll(path: string, content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  await using file = await open(path, "wx");
  for await (const part of content) {
    hash.update(part);
    await file.writeFile(part);
  }
  return hash.digest("hex");
}
