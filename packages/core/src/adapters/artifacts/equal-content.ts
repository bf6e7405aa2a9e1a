import { randomUUID } from "node:crypto";
import { chmod, link, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { hasSystemCode, unlessMissing } from "#primitives/system-code.ts";

/** Files of the same content are one file under several names, as long as the file system knows hard links. */
export type EqualContent = {
  /** Makes the file at a path one with those of the same content. */
  share(path: string, sha256: string): Promise<void>;
  /** Lets go of content that no path names any more. */
  release(): Promise<void>;
};

/** Keeps a name for each content, its hash, in a folder of its own. */
export function createEqualContent(folder: string): EqualContent {
  return {
    async share(path, sha256) {
      // Under all of its names it is one file: nobody may change it through one of them.
      await chmod(path, 0o444);
      const known = join(folder, sha256.slice(0, 2), sha256);
      try {
        await mkdir(dirname(known), { recursive: true });
        if (await linkUnlessTaken(path, known)) return;
        const twin = join(dirname(path), `.${randomUUID()}.twin`);
        await link(known, twin);
        await rename(twin, path);
      } catch {
        // No hard links here, or none left: then the content is kept twice, which is all that is lost.
      }
    },

    async release() {
      for (const group of await namesIn(folder)) {
        for (const name of await namesIn(join(folder, group))) {
          const path = join(folder, group, name);
          const found = await unlessMissing(stat(path));
          if (found?.nlink === 1) await rm(path, { force: true });
        }
      }
    },
  };
}

async function linkUnlessTaken(path: string, known: string): Promise<boolean> {
  try {
    await link(path, known);
    return true;
  } catch (error) {
    if (hasSystemCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return (await unlessMissing(readdir(folder))) ?? [];
}
