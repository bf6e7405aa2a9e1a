import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, relative, sep } from "node:path";
import { ValidationError } from "#contracts/errors.ts";

/** An absolute path, resolved as far as it exists. */
export type RealPath = {
  /** The deepest existing ancestor (or the path itself), free of symbolic links. */
  readonly real: string;
  /** Names below `real` that do not exist. */
  readonly missing: readonly string[];
  /** Whether a symbolic link on the way points to nothing: what is written through it would land at its target. */
  readonly isDangling: boolean;
};

/** Resolves symbolic links in an absolute path that need not exist. @throws the system's error, but for ENOENT and ENOTDIR */
export async function realPathOf(absolute: string): Promise<RealPath> {
  const missing: string[] = [];
  let isDangling = false;
  for (let path = absolute; ; path = dirname(path)) {
    try {
      return { real: await realpath(path), missing, isDangling };
    } catch (error) {
      if (!isAbsent(error) || path === dirname(path)) throw error;
      isDangling ||= await isLink(path);
      missing.unshift(basename(path));
    }
  }
}

/** Whether `path` is `folder` or lies in it; both absolute and resolved. */
export function isInside(folder: string, path: string): boolean {
  const between = relative(folder, path);
  return between !== ".." && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

/** Says what the system refused, with the path as the caller wrote it rather than as it was resolved. */
export function accessProblem(path: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  const reasons: { readonly [code: string]: string } = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    ELOOP: "its symbolic links go in a circle",
    ENAMETOOLONG: "the name is too long",
    EEXIST: "a file stands where a folder is needed",
    ENOTDIR: "a file stands where a folder is needed",
    ENOENT: "it has just been removed",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
  };
  const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  const reason = (Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? code;
  return new ValidationError(`Cannot use '${shown}': ${reason}`, { details: { path, code }, cause: error });
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOENT" || code === "ENOTDIR";
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
