import { rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { ArtifactContent } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import { claimName } from "./claim-name.ts";
import { onDisk } from "./disk-trouble.ts";
import { safeFileName, taskFolder } from "./safe-names.ts";
import {
  adoptable,
  copyAtomically,
  type Measured,
  measure,
  moveInto,
  openFolder,
  reservePath,
  writeParts,
} from "./task-files.ts";

export type TaskFilesOptions = {
  /** Holds one folder per task. Made with the first file. */
  readonly folder: string;
  /** Says where copies (`outputPath`) may go; without it an `outputPath` is refused. */
  readonly files?: FileAccess | undefined;
};

/** A file that stands whole under its name in its task's folder. */
export type MadeFile = Measured & { readonly path: string; readonly mediaType: string };

/** Makes an artifact of a file. */
type Keep<T> = (made: MadeFile) => Promise<T>;

/** The part of an artifact store that has to do with files of tasks, whatever is noted of them and wherever. */
export interface TaskFiles {
  /** The folder of one task; tools of that task may read and write there. */
  folderOf(taskId: string): string;
  /** Writes content under a name of its own, and its copy; when `keep` fails, the file is taken back. */
  write<T>(taskId: string, content: ArtifactContent, keep: Keep<T>): Promise<T>;
  /** Does something with files below the folder. @throws E006 when the disk takes nothing more */
  onDisk<T>(work: () => Promise<T>): Promise<T>;
  /** A free path in the task's folder. */
  reserve(taskId: string, name: string): Promise<string>;
  /** Gives a file that stands in the task's folder a name of its own. */
  adopt<T>(taskId: string, file: AdoptedFile, keep: Keep<T>): Promise<T>;
}

export type AdoptedFile = Pick<MadeFile, "path" | "mediaType"> & { readonly outputPath: string | undefined };

/** Makes files as `{folder}/{task}/{name}`. Several processes may use one folder. */
export function createTaskFiles({ folder, files }: TaskFilesOptions): TaskFiles {
  const base = resolve(folder);
  return {
    folderOf: (taskId) => taskFolder(base, taskId),
    onDisk: (work) => onDisk(base, work),

    async write(taskId, { name, mediaType, content, outputPath }, keep) {
      const copyTo = await copyTarget(outputPath, files);
      return await onDisk(base, async () => {
        const own = await openFolder(base, taskId);
        const claim = await claimName(own, safeFileName(name));
        try {
          const measured = await writeParts(claim.partial, content);
          await rename(claim.partial, claim.path);
          await copy(claim.path, copyTo);
          return await keep({ path: claim.path, mediaType, ...measured });
        } catch (error) {
          // Without a record nobody could find it.
          for (const path of [claim.partial, claim.path]) await rm(path, { force: true });
          throw error;
        }
      });
    },

    async reserve(taskId, name) {
      return await onDisk(base, async () => reservePath(await openFolder(base, taskId), safeFileName(name)));
    },

    async adopt(taskId, { path, mediaType, outputPath }, keep) {
      const copyTo = await copyTarget(outputPath, files);
      return await onDisk(base, async () => {
        const own = await openFolder(base, taskId);
        const source = await adoptable(own, path);
        const measured = await measure(source);
        const adopted = dirname(source) === own ? source : await moveInto(own, source);
        await copy(adopted, copyTo);
        return await keep({ path: adopted, mediaType, ...measured });
      });
    },
  };
}

async function copy(path: string, to: string | undefined): Promise<void> {
  if (to !== undefined) await onDisk(dirname(to), () => copyAtomically(path, to));
}

/** Asked before anything is written, so that a refused copy leaves nothing behind. */
async function copyTarget(outputPath: string | undefined, files: FileAccess | undefined): Promise<string | undefined> {
  if (outputPath === undefined) return undefined;
  if (files) return await files.writable(outputPath);
  throw new ValidationError(
    `Cannot copy an artifact to '${outputPath}': this artifact store was made without file access`,
  );
}
