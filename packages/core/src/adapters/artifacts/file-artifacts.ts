import { createHash, randomUUID } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { copyFile, lstat, mkdir, mkdtemp, open, realpath, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { Artifact, ArtifactStore } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { FileAccess } from "#contracts/file-access.ts";
import { claimName } from "./claim-name.ts";
import { safeFileName, taskFolder } from "./safe-names.ts";

export type FileArtifactsOptions = {
  /** Holds one folder per task. Made with the first artifact. */
  readonly folder: string;
  /** Says where copies (`outputPath`) may go; without it an `outputPath` is refused. */
  readonly files?: FileAccess | undefined;
};

type Measured = { readonly bytes: number; readonly sha256: string };

/** Hashing goes by parts, so that a large artifact does not hold up the event loop. */
const partBytes = 1 << 20;
const reservedPrefix = ".reserved-";

/** Keeps artifacts as plain files: `{folder}/{task}/{name}`. Several processes may use one folder. */
export function createFileArtifacts({ folder, files }: FileArtifactsOptions): ArtifactStore {
  return {
    async write(taskId, { name, mediaType, content, outputPath }) {
      const copyTo = await copyTarget(outputPath, files);
      const own = await openFolder(folder, taskId);
      const claim = await claimName(own, safeFileName(name));
      try {
        const measured = await writeParts(claim.partial, content);
        await rename(claim.partial, claim.path);
        return await finish(claim.path, mediaType, measured, copyTo);
      } catch (error) {
        await rm(claim.partial, { force: true });
        throw error;
      }
    },

    async reserve(taskId, name) {
      const own = await openFolder(folder, taskId);
      return join(await mkdtemp(join(own, reservedPrefix)), safeFileName(name));
    },

    async adopt(taskId, path, mediaType, outputPath) {
      const copyTo = await copyTarget(outputPath, files);
      const own = await openFolder(folder, taskId);
      const source = await adoptable(own, path);
      const measured = await measure(source);
      const adopted = dirname(source) === own ? source : await moveInto(own, source);
      return await finish(adopted, mediaType, measured, copyTo);
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

async function writeParts(path: string, content: Uint8Array | string): Promise<Measured> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const hash = createHash("sha256");
  await using file = await open(path, "w");
  for (let start = 0; start < bytes.byteLength; start += partBytes) {
    const part = bytes.subarray(start, start + partBytes);
    hash.update(part);
    await file.writeFile(part);
  }
  return { bytes: bytes.byteLength, sha256: hash.digest("hex") };
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

async function finish(
  path: string,
  mediaType: string,
  measured: Measured,
  copyTo: string | undefined,
): Promise<Artifact> {
  if (copyTo !== undefined) await copyAtomically(path, copyTo);
  const name = basename(path);
  return Object.freeze({
    id: artifactId(dirname(path), name, measured),
    name,
    path,
    media_type: mediaType,
    ...measured,
  });
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
    await rename(partial, to);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}
