import { lstat, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { hasSystemCode } from "#primitives/system-code.ts";
import { numberedName } from "./safe-names.ts";

/** A file name that nobody else will take, and where to write until the file is whole. */
export type Claim = { readonly path: string; readonly partial: string };

/**
 * Takes the first free of `name`, `name-2`, `name-3`, … for the caller, also against other processes. The claim is the
 * partial file, which only one can create; renaming it to `path` ends the claim. Links, which could do the same, are
 * not to be had on every file system. A process that dies before the renaming leaves its name taken, nothing worse.
 */
export async function claimName(folder: string, name: string): Promise<Claim> {
  for (let number = 1; ; number++) {
    const candidate = numberedName(name, number);
    const claim = { path: join(folder, candidate), partial: join(folder, `.${candidate}.partial`) };
    if (!(await createEmpty(claim.partial))) continue;
    if (!(await isTaken(claim.path))) return claim;
    await rm(claim.partial, { force: true });
  }
}

async function createEmpty(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if (hasSystemCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function isTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return false;
    throw error;
  }
}
