import { realpathSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { resolve } from "node:path";
import type { ExecutorConfig } from "@aiecs/core";

/** Folders of this machine whose names are nobody's business elsewhere: absolute, as given and as they really are. */
export function hiddenFolders({ roots, artifacts_folder: artifacts }: ExecutorConfig): readonly string[] {
  const folders = [artifacts, ...roots, ".", homedir(), tmpdir()].map((folder) => resolve(folder));
  return [...new Set(folders.flatMap((folder) => [folder, realPathOf(folder)]))];
}

/** A folder that is not there yet has no other name. */
function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
