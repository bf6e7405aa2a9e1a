import { createHash, randomUUID } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { chmod, copyFile, lstat, mkdir, mkdtemp, open, realpath, rename, rm, rmdir } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { ArtifactContent } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import { unlessMissing } from "#primitives/system-code.ts";
import { claimName } from "./claim-name.ts";
import { safeFileName, taskFolder } from "./safe-names.ts";

export type Measured = { readonly bytes: number; readonly sha256: string };

/** Hashing goes by parts, so that a large artifact does not hold up the event loop. */
export const partBytes: number = 1 << 20;
const reservedPrefix = ".reserved-";

/** A path in a folder of its own, for a library that writes its file itself. */
export async function reservePath(own: string, name: string): Promise<string> {
  return join(await mkdtemp(join(own, reservedPrefix)), name);
}

export async function openFolder(folder: string, taskId: string): Promise<string> {
  const own = taskFolder(resolve(folder), taskId);
  await mkdir(own, { recursive: true });
  return await realpath(own);
}

export async function writeParts(path: string, content: ArtifactContent["content"]): Promise<Measured> {
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

export async function measure(path: string): Promise<Measured> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const part of createReadStream(path, { highWaterMark: partBytes })) {
    hash.update(part);
    bytes += part.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Only a regular file of the task's own folder can become its artifact. */
export async function adoptable(own: string, path: string): Promise<string> {
  const source = resolve(path);
  const found = await unlessMissing(lstat(source));
  const folder = found?.isFile() ? await realpath(dirname(source)) : undefined;
  if (folder !== undefined && (folder === own || folder.startsWith(own + sep))) return join(folder, basename(source));
  throw new ValidationError(
    `Cannot adopt '${path}': expected a regular file in the task's own folder, at a path that 'reserve' gave`,
    { details: { path } },
  );
}

export async function moveInto(own: string, source: string): Promise<string> {
  const claim = await claimName(own, safeFileName(basename(source)));
  await rename(source, claim.partial);
  await rename(claim.partial, claim.path);
  const folder = dirname(source);
  // What a library left beside its file keeps the folder alive, which is no reason to fail.
  if (relative(own, folder).startsWith(reservedPrefix)) await rmdir(folder).catch(() => {});
  return claim.path;
}

export async function copyAtomically(from: string, to: string): Promise<void> {
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
