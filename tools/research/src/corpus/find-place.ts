import { dirname, join } from "node:path";
import { type ToolContext, ValidationError } from "@aiecs/core/toolkit";

type Files = ToolContext["files"];

/** A name that no file has: its place tells where the folder really is. Nothing is written there. */
const unusedName = "aiecs-research-folder";

/**
 * The real path of an existing file, or null for a folder inside the allowed roots.
 *
 * @throws E001 for what is missing, lies outside the roots, or is reserved
 */
export async function fileOrFolder(path: string, files: Files): Promise<string | null> {
  try {
    return await files.readable(path);
  } catch (error) {
    if (error instanceof ValidationError && error.message.endsWith("is a folder")) return null;
    throw error;
  }
}

/**
 * Where a path really leads, links resolved.
 *
 * @throws E001 for what is missing, lies outside the roots, or is reserved
 */
export async function findPlace(
  path: string,
  files: Files,
): Promise<{ readonly path: string; readonly isFolder: boolean }> {
  const file = await fileOrFolder(path, files);
  if (file !== null) return { path: file, isFolder: false };
  // Only of a folder that exists: `writable` would make one that does not.
  return { path: dirname(await files.writable(join(path, unusedName))), isFolder: true };
}
