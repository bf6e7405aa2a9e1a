import { DatabaseError } from "#contracts/errors.ts";
import { hasSystemCode } from "#primitives/system-code.ts";

/** What the system says of a disk that takes nothing more, and what to do. */
const advice: { readonly [code: string]: string } = {
  ENOSPC: "the disk is full, free some space",
  EDQUOT: "the disk quota is used up, free some space",
  EROFS: "the disk is read-only, make it writable",
  EIO: "the disk fails, see the system's log",
};

/** Trouble with the disk of a folder as E006; every other error as it is. */
function toDiskError(error: unknown, folder: string): unknown {
  for (const [code, what] of Object.entries(advice)) {
    if (hasSystemCode(error, code)) {
      return new DatabaseError(`The folder ${folder} takes no file: ${what}`, { cause: error });
    }
  }
  return error;
}

/** Does something with files below a folder. @throws E006 when the disk takes nothing more */
export async function onDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDiskError(error, folder);
  }
}
