import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Artifact, ArtifactOwner, ArtifactStore, StoredArtifact } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import { unlessMissing } from "#primitives/system-code.ts";
import { type ArtifactRecords, createArtifactRecords } from "./artifact-records.ts";
import { claimName } from "./claim-name.ts";
import { toDiskError } from "./disk-trouble.ts";
import { createEqualContent, type EqualContent } from "./equal-content.ts";
import { safeFileName, taskFolder } from "./safe-names.ts";
import {
  adoptable,
  copyAtomically,
  type Measured,
  measure,
  moveInto,
  openFolder,
  partBytes,
  reservePath,
  writeParts,
} from "./task-files.ts";

export type FileArtifactsOptions = {
  /** Holds one folder per task. Made with the first artifact. */
  readonly folder: string;
  /** Says where copies (`outputPath`) may go; without it an `outputPath` is refused. */
  readonly files?: FileAccess | undefined;
};

/** Where a store keeps what. */
type Places = {
  readonly base: string;
  readonly files: FileAccess | undefined;
  readonly records: ArtifactRecords;
  readonly content: EqualContent;
};

/**
 * Keeps artifacts as plain files: `{folder}/{task}/{name}`, read-only. Several processes may use one folder. Beside the
 * tasks' folders stand `.records`, what is known of each artifact, and `.content`, one name for each content.
 */
export function createFileArtifacts({ folder, files }: FileArtifactsOptions): ArtifactStore {
  const base = resolve(folder);
  const records = createArtifactRecords(join(base, ".records"));
  const content = createEqualContent(join(base, ".content"));
  const places: Places = { base, files, records, content };
  return { ...createWriting(places), ...createReading(places), ...createRemoving(places) };
}

function createWriting(places: Places): Pick<ArtifactStore, "write" | "reserve" | "adopt"> {
  const { base, files } = places;
  return {
    async write(owner, { name, mediaType, content, outputPath }) {
      const copyTo = await copyTarget(outputPath, files);
      return await onDisk(base, async () => {
        const own = await openFolder(base, owner.taskId);
        const claim = await claimName(own, safeFileName(name));
        try {
          const measured = await writeParts(claim.partial, content);
          await rename(claim.partial, claim.path);
          return await keep(places, owner, { path: claim.path, mediaType, measured, copyTo });
        } catch (error) {
          // Without a record nobody could find it.
          for (const path of [claim.partial, claim.path]) await rm(path, { force: true });
          throw error;
        }
      });
    },

    async reserve({ taskId }, name) {
      return await onDisk(base, async () => reservePath(await openFolder(base, taskId), safeFileName(name)));
    },

    async adopt(owner, path, mediaType, outputPath) {
      const copyTo = await copyTarget(outputPath, files);
      return await onDisk(base, async () => {
        const own = await openFolder(base, owner.taskId);
        const source = await adoptable(own, path);
        const measured = await measure(source);
        const adopted = dirname(source) === own ? source : await moveInto(own, source);
        return await keep(places, owner, { path: adopted, mediaType, measured, copyTo });
      });
    },
  };
}

function createReading({ base, records }: Places): Pick<ArtifactStore, "find" | "list" | "read"> {
  /** One whose file is still what it was. */
  const find = async (id: string): Promise<StoredArtifact | undefined> => {
    const artifact = await records.find(id);
    const file = artifact && (await unlessMissing(stat(artifact.path)));
    return file?.isFile() && file.size === artifact?.bytes ? artifact : undefined;
  };
  return {
    find,
    list: (taskId) => records.list(taskFolder(base, taskId)),

    async *read(id, { start = 0, end = Number.POSITIVE_INFINITY } = {}) {
      const artifact = await find(id);
      if (!artifact) throw new ValidationError(`There is no artifact ${JSON.stringify(id)}`, { details: { id } });
      const last = Math.min(end, artifact.bytes) - 1;
      if (start <= last) yield* createReadStream(artifact.path, { start, end: last, highWaterMark: partBytes });
    },
  };
}

function createRemoving({ base, records, content }: Places): Pick<ArtifactStore, "remove" | "sweep"> {
  const remove = async (own: string): Promise<void> => {
    await records.remove(own);
    await rm(own, { recursive: true, force: true });
  };
  return {
    async remove(taskId) {
      await remove(taskFolder(base, taskId));
      await content.release();
    },

    async sweep(before) {
      const removed: string[] = [];
      for (const name of (await unlessMissing(readdir(base))) ?? []) {
        const own = join(base, name);
        const artifacts = name.startsWith(".") ? [] : await records.list(own);
        const newest = artifacts.at(-1);
        if (!newest || newest.createdAt >= before) continue;
        await remove(own);
        removed.push(newest.taskId);
      }
      if (removed.length > 0) await content.release();
      return removed;
    },
  };
}

/** Does something with files below a folder. @throws E006 when the disk takes nothing more */
async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDiskError(error, folder);
  }
}

/** A file that stands whole under its name, and where a copy of it goes. */
type Made = {
  readonly path: string;
  readonly mediaType: string;
  readonly measured: Measured;
  readonly copyTo: string | undefined;
};

/** Makes an artifact of a file. */
async function keep({ records, content }: Places, owner: ArtifactOwner, made: Made): Promise<Artifact> {
  const { path, mediaType, measured, copyTo } = made;
  if (copyTo !== undefined) await onDisk(dirname(copyTo), () => copyAtomically(path, copyTo));
  const name = basename(path);
  const id = artifactId(dirname(path), name, measured);
  const artifact = Object.freeze({ id, name, path, media_type: mediaType, ...measured });
  await records.add({ ...artifact, ...owner, createdAt: new Date() }, dirname(path));
  // Not before: what has no record is taken back, which must leave no second name of it behind.
  await content.share(path, measured.sha256);
  return artifact;
}

/** Asked before anything is written, so that a refused copy leaves nothing behind. */
async function copyTarget(outputPath: string | undefined, files: FileAccess | undefined): Promise<string | undefined> {
  if (outputPath === undefined) return undefined;
  if (files) return await files.writable(outputPath);
  throw new ValidationError(
    `Cannot copy an artifact to '${outputPath}': this artifact store was made without file access`,
  );
}

/** The same for the same file at any time, and not to be guessed without knowing its content. */
function artifactId(folder: string, name: string, { sha256 }: Measured): string {
  return createHash("sha256")
    .update(`${basename(folder)}\0${name}\0${sha256}`)
    .digest("hex")
    .slice(0, 32);
}
