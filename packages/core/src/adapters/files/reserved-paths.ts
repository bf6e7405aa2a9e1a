import { basename, relative, sep } from "node:path";
import { isInside } from "./real-path.ts";

/** The runtime's own folder (history, other tasks' artifacts), below the working directory. */
const runtimeFolder = ".aiecs";
const configPrefix = "aiecs.config.";

/**
 * Whether a resolved path is kept from tools although it lies in a root: the runtime's folder, config files, closed
 * folders. Letter case is ignored, since some file systems do.
 */
export function isReserved(
  path: string,
  places: { readonly roots: readonly string[]; readonly closed: readonly string[] },
): boolean {
  if (basename(path).toLowerCase().startsWith(configPrefix)) return true;
  if (places.closed.some((folder) => isInside(folder, path))) return true;
  return places.roots.some((root) => isInside(root, path) && namesRuntimeFolder(relative(root, path)));
}

function namesRuntimeFolder(path: string): boolean {
  return path.toLowerCase().split(sep).includes(runtimeFolder);
}
