import type { Stats } from "node:fs";
import { mkdir, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { ValidationError } from "#contracts/errors.ts";
import type { FileAccess, FilePlace } from "#contracts/file-access.ts";
import type { ResourceLimits } from "#contracts/limits.ts";
import { accessProblem, isInside, type RealPath, realPathOf } from "./real-path.ts";
import { isReserved } from "./reserved-paths.ts";

export type FileAccessOptions = {
  /** Folders in which files may be read and written; errors name them as they are given here. */
  readonly roots: readonly string[];
  readonly limits: Pick<ResourceLimits, "max_file_bytes">;
  /** What relative paths and roots are relative to. @default the process's working directory */
  readonly workingFolder?: string | undefined;
  /** Where the artifacts of all tasks are kept: closed, but for `ownFolder`. */
  readonly artifactsFolder?: string | undefined;
  /** The folder of the call's own artifacts: open although it lies in `.aiecs/`. */
  readonly ownFolder?: string | undefined;
};

type Confines = FileAccessOptions & { readonly workingFolder: string };

/** Where a path leads, once it is known to be allowed. */
type Place = { readonly target: string; readonly root: string; readonly exists: boolean };

/**
 * File access confined to the given roots. Cheap to make: one per call, since each call has its own artifacts folder.
 *
 * What is guaranteed: at the moment of the answer, the returned path held no symbolic link and lay inside a root.
 * Nothing is promised of later moments: somebody else with the right to change folders inside a root can swap one for
 * a link before the path is opened. So roots must not be writable by people who may not see all that the process sees.
 */
export function createFileAccess(options: FileAccessOptions): FileAccess {
  const confines = { ...options, workingFolder: options.workingFolder ?? process.cwd() };
  return {
    readable: (path) => readable(path, confines),
    place: (path) => placeOf(path, confines),
    writable: (path) => writable(path, confines),
  };
}

async function readable(path: string, confines: Confines): Promise<string> {
  const { target, root, exists } = await locate(path, confines);
  if (!exists) throw new ValidationError(`File not found: '${path}' (looked in ${root})`, { details: { path } });
  const size = await sizeOfRegularFile(path, target);
  const { max_file_bytes } = confines.limits;
  if (size <= max_file_bytes) return target;
  throw new ValidationError(
    `File too large: '${path}' has ${size} bytes, the config's limits.max_file_bytes allows ${max_file_bytes}`,
    { details: { path, bytes: size, max_file_bytes } },
  );
}

async function placeOf(path: string, confines: Confines): Promise<FilePlace> {
  const { target, exists } = await locate(path, confines);
  const isFolder = exists && (await statOf(path, target)).isDirectory();
  return isFolder ? { path: target, isFolder } : { path: await readable(path, confines), isFolder };
}

async function writable(path: string, confines: Confines): Promise<string> {
  const { target, exists } = await locate(path, confines);
  if (exists) {
    await sizeOfRegularFile(path, target);
    return target;
  }
  try {
    await mkdir(dirname(target), { recursive: true });
  } catch (error) {
    throw accessProblem(path, error);
  }
  // The folder exists only now: what it resolves to is looked at again, in case a link was put in its place.
  return (await locate(path, confines)).target;
}

/** @throws E001 unless the path leads into a root and is not reserved */
async function locate(path: string, confines: Confines): Promise<Place> {
  const { roots, workingFolder, artifactsFolder, ownFolder } = confines;
  const found = await resolveLinks(path, confines);
  const target = join(found.real, ...found.missing);
  const realRoots = await Promise.all(roots.map((root) => realFolder(workingFolder, root)));
  const root = roots[realRoots.findIndex((real) => isInside(real, target))];
  if (root === undefined || found.isDangling) throw outside(path, roots);
  const own = ownFolder !== undefined && isInside(await realFolder(workingFolder, ownFolder), target);
  const closed = artifactsFolder === undefined ? [] : [await realFolder(workingFolder, artifactsFolder)];
  if (own || !isReserved(target, { roots: realRoots, closed })) {
    return { target, root, exists: found.missing.length === 0 };
  }
  throw new ValidationError(
    `Tools may not use '${path}': .aiecs/, aiecs.config.* and other tasks' artifacts are reserved`,
    { details: { path } },
  );
}

async function resolveLinks(path: string, { roots, workingFolder }: Confines): Promise<RealPath> {
  if (typeof path !== "string" || path === "" || path.includes("\0")) {
    throw new ValidationError(`Invalid path ${JSON.stringify(path)}: expected a non-empty text without NUL`);
  }
  const absolute = resolve(workingFolder, path);
  try {
    return await realPathOf(absolute);
  } catch (error) {
    // Of places outside not even the kind of trouble is told.
    const asked = roots.some((root) => isInside(resolve(workingFolder, root), absolute));
    throw asked ? accessProblem(path, error) : outside(path, roots);
  }
}

/** A root need not exist yet: the artifacts' folder is made with the first artifact. */
async function realFolder(workingFolder: string, given: string): Promise<string> {
  const { real, missing } = await realPathOf(resolve(workingFolder, given));
  return join(real, ...missing);
}

async function statOf(path: string, target: string): Promise<Stats> {
  return await stat(target).catch((error: unknown) => {
    throw accessProblem(path, error);
  });
}

async function sizeOfRegularFile(path: string, target: string): Promise<number> {
  const found = await statOf(path, target);
  if (found.isFile()) return found.size;
  const kind = found.isDirectory() ? "a folder" : "a device, pipe or socket";
  throw new ValidationError(`Expected a regular file, '${path}' is ${kind}`, { details: { path } });
}

function outside(path: string, roots: readonly string[]): ValidationError {
  const list = roots.length === 0 ? "none are set" : roots.join(", ");
  return new ValidationError(
    `'${path}' lies outside the folders that tools may use (${list}); move it there or add its folder to the config's roots`,
    { details: { path, roots } },
  );
}
