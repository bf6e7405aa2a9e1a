import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Artifact, ArtifactOwner, ArtifactStore, StoredArtifact } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import { unlessMissing } from "#primitives/system-code.ts";
import { type ArtifactRecords, createArtifactRecords } from "./artifact-records.ts";
import { createEqualContent, type EqualContent } from "./equal-content.ts";
import { createTaskFiles, type MadeFile, type TaskFiles, type TaskFilesOptions } from "./making-task-files.ts";
import { taskFolder } from "./safe-names.ts";
import { partBytes } from "./task-files.ts";

/** Where a store keeps what. */
type Places = {
  readonly base: string;
  readonly taskFiles: TaskFiles;
  readonly records: ArtifactRecords;
  readonly content: EqualContent;
};

/**
 * Keeps artifacts as plain files: `{folder}/{task}/{name}`, read-only. Several processes may use one folder. Beside the
 * tasks' folders stand `.records`, what is known of each artifact, and `.content`, one name for each content.
 */
export function createFileArtifacts(options: TaskFilesOptions): ArtifactStore {
  const base = resolve(options.folder);
  const taskFiles = createTaskFiles(options);
  const records = createArtifactRecords(join(base, ".records"));
  const content = createEqualContent(join(base, ".content"));
  const places: Places = { base, taskFiles, records, content };
  return { ...createWriting(places), ...createReading(places), ...createRemoving(places) };
}

function createWriting(places: Places): Pick<ArtifactStore, "write" | "reserve" | "adopt"> {
  const { taskFiles } = places;
  return {
    write: (owner, content) => taskFiles.write(owner.taskId, content, (made) => keep(places, owner, made)),
    reserve: ({ taskId }, name) => taskFiles.reserve(taskId, name),
    adopt: (owner, path, mediaType, outputPath) =>
      taskFiles.adopt(owner.taskId, { path, mediaType, outputPath }, (made) => keep(places, owner, made)),
  };
}

function createReading({ base, records }: Places): Pick<ArtifactStore, "find" | "describe" | "list" | "read"> {
  /** One whose file is still what it was. */
  const find = async (id: string): Promise<StoredArtifact | undefined> => {
    const artifact = await records.find(id);
    const file = artifact && (await unlessMissing(stat(artifact.path)));
    return file?.isFile() && file.size === artifact?.bytes ? artifact : undefined;
  };
  return {
    find,
    describe: find,
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

/** Makes an artifact of a file. */
async function keep({ records, content }: Places, owner: ArtifactOwner, made: MadeFile): Promise<Artifact> {
  const { path, mediaType, bytes, sha256 } = made;
  const name = basename(path);
  const id = artifactId(dirname(path), name, sha256);
  const artifact = Object.freeze({ id, name, path, media_type: mediaType, bytes, sha256 });
  await records.add({ ...artifact, ...owner, createdAt: new Date() }, dirname(path));
  // Not before: what has no record is taken back, which must leave no second name of it behind.
  await content.share(path, sha256);
  return artifact;
}

/** The same for the same file at any time, and not to be guessed without knowing its content. */
function artifactId(folder: string, name: string, sha256: string): string {
  return createHash("sha256")
    .update(`${basename(folder)}\0${name}\0${sha256}`)
    .digest("hex")
    .slice(0, 32);
}
