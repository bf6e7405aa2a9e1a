import { createHash, randomUUID } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
} from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type {
  Artifact,
  ArtifactContent,
  ArtifactOwner,
  ArtifactStore,
  StoredArtifact,
} from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import { createArtifactRecords } from "./artifact-records.ts";
import { claimName } from "./claim-name.ts";
import { createEqualContent } from "./equal-content.ts";
import { safeFileName, taskFolder } from "./safe-names.ts";

export type FileArtifactsOptions = {
  /** Holds one folder per task. Made with the first artifact. */
  readonly folder: string;
  /** Says where copies (`outputPath`) may go; without it an `outputPath` is refused. */
  readonly files?: FileAccess | undefined;
};

type Measured = { readonly bytes: number; readonly sha256: string };

/** A file that was written, and where a copy of it goes. */
type Made = Measured & { readonly copyTo: string | undefined };

/** Hashing goes by parts, so that a large artifact does not hold up the event loop. */
const partBytes = 1 << 20;
const reservedPrefix = ".reserved-";

/**
 * Keeps artifacts as plain files: `{folder}/{task}/{name}`, read-only. Several processes may use one folder. Beside the
 * tasks' folders stand `.records`, what is known of each artifact, and `.content`, one name for each content.
 */
export function createFileArtifacts({ folder, files }: FileArtifactsOptions): ArtifactStore {
  const base = resolve(folder);
  const records = createArtifactRecords(join(base, ".records"));
  const content = createEqualContent(join(base, ".content"));

  /** Makes an artifact of a file that stands whole under its name. */
  const finish = async (owner: ArtifactOwner, path: string, mediaType: string, made: Made): Promise<Artifact> => {
    const { copyTo, ...measured } = made;
    if (copyTo !== undefined) await copyAtomically(path, copyTo);
    await content.share(path, measured.sha256);
    const name = basename(path);
    const id = artifactId(dirname(path), name, measured);
    const artifact = Object.freeze({ id, name, path, media_type: mediaType, ...measured });
    await records.add({ ...artifact, ...owner, createdAt: new Date() }, dirname(path));
    return artifact;
  };

  /** One whose file is still what it was. */
  const find = async (id: string): Promise<StoredArtifact | undefined> => {
    const artifact = await records.find(id);
    const file = artifact && (await stat(artifact.path).catch(() => undefined));
    return file?.isFile() && file.size === artifact?.bytes ? artifact : undefined;
  };

  const remove = async (own: string): Promise<void> => {
    await records.remove(own);
    await rm(own, { recursive: true, force: true });
  };

  return {
    async write(owner, { name, mediaType, content: parts, outputPath }) {
      const copyTo = await copyTarget(outputPath, files);
      const own = await openFolder(base, owner.taskId);
      const claim = await claimName(own, safeFileName(name));
      try {
        const measured = await writeParts(claim.partial, parts);
        await rename(claim.partial, claim.path);
        return await finish(owner, claim.path, mediaType, { ...measured, copyTo });
      } catch (error) {
        await rm(claim.partial, { force: true });
        throw error;
      }
    },

    async reserve({ taskId }, name) {
      const own = await openFolder(base, taskId);
      return join(await mkdtemp(join(own, reservedPrefix)), safeFileName(name));
    },

    async adopt(owner, path, mediaType, outputPath) {
      const copyTo = await copyTarget(outputPath, files);
      const own = await openFolder(base, owner.taskId);
      const source = await adoptable(own, path);
      const measured = await measure(source);
      const adopted = dirname(source) === own ? source : await moveInto(own, source);
      return await finish(owner, adopted, mediaType, { ...measured, copyTo });
    },

    find,

    list: (taskId) => records.list(taskFolder(base, taskId)),

    async *read(id, { start = 0, end = Number.POSITIVE_INFINITY } = {}) {
      const artifact = await find(id);
      if (!artifact) throw new ValidationError(`There is no artifact ${JSON.stringify(id)}`, { details: { id } });
      const last = Math.min(end, artifact.bytes) - 1;
      if (start <= last) yield* createReadStream(artifact.path, { start, end: last, highWaterMark: partBytes });
    },

    async remove(taskId) {
      await remove(taskFolder(base, taskId));
      await content.release();
    },

    async sweep(before) {
      const removed: string[] = [];
      for (const name of await readdir(base).catch(() => [])) {
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

/** Asked before anything is written, so that a refused copy leaves nothing behind. */
async function copyTarget(outputPath: string | undefined, files: FileAccess | undefined): Promise<string | undefined> {
  if (outputPath === undefined) return undefined;
  if (files) return await files.writable(outputPath);
  throw new ValidationError(
    `Cannot copy an artifact to '${outputPath}': this artifact store was made without file access`,
  );
}

async function openFolder(folder: string, taskId: string): Promise<string> {
  const own = taskFolder(resolve(folder), taskId);
  await mkdir(own, { recursive: true });
  return await realpath(own);
}

async function writeParts(path: string, content: ArtifactContent["content"]): Promise<Measured> {
  const hash = createHash("sha256");
  let bytes = 0;
  await using file = await open(path, "w");
  for await (const part of partsOf(content)) {
    hash.update(part);
    bytes += part.byteLength;
    await file.writeFile(part);
  }
  return { bytes, sha256: hash.digest("hex") };
}

function* cut(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += partBytes) yield bytes.subarray(start, start + partBytes);
}

function partsOf(content: ArtifactContent["content"]): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (typeof content === "string") return cut(Buffer.from(content));
  return content instanceof Uint8Array ? cut(content) : content;
}

async function measure(path: string): Promise<Measured> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const part of createReadStream(path, { highWaterMark: partBytes })) {
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Only a regular file of the task's own folder can become its artifact. */
async function adoptable(own: string, path: string): Promise<string> {
  const source = resolve(path);
  const found = await lstat(source).catch(() => undefined);
  const folder = found?.isFile() ? await realpath(dirname(source)) : undefined;
  if (folder !== undefined && (folder === own || folder.startsWith(own + sep))) return join(folder, basename(source));
  throw new ValidationError(
    `Cannot adopt '${path}': expected a regular file in the task's own folder, at a path that 'reserve' gave`,
    { details: { path } },
  );
}

async function moveInto(own: string, source: string): Promise<string> {
  const claim = await claimName(own, safeFileName(basename(source)));
  await rename(source, claim.partial);
  await rename(claim.partial, claim.path);
  const folder = dirname(source);
  // What a library left beside its file keeps the folder alive, which is no reason to fail.
  if (relative(own, folder).startsWith(reservedPrefix)) await rmdir(folder).catch(() => {});
  return claim.path;
}

/** The same for the same file at any time, and not to be guessed without knowing its content. */
function artifactId(folder: string, name: string, { sha256 }: Measured): string {
  return createHash("sha256")
    .update(`${basename(folder)}\0${name}\0${sha256}`)
    .digest("hex")
    .slice(0, 32);
}

async function copyAtomically(from: string, to: string): Promise<void> {
  const partial = join(dirname(to), `.${randomUUID()}.partial`);
  try {
    await copyFile(from, partial, constants.COPYFILE_FICLONE);
    // An artifact is read-only, its copy is whoever asked for it.
    await chmod(partial, 0o644);
    await rename(partial, to);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
