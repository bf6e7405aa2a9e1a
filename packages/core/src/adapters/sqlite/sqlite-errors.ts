import { DatabaseError, ExecutionError } from "#contracts/errors.ts";

/** SQLite's primary result codes that have an answer of their own. */
const codes = {
  busy: 5,
  locked: 6,
  readonly: 8,
  io: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notDatabase: 26,
} as const;

const advice: { readonly [code: number]: string } = {
  [codes.busy]: "is locked by another process: end it, or try again",
  [codes.locked]: "is locked by another process: end it, or try again",
  [codes.readonly]: "cannot be written: check the permissions of the file and of its folder",
  [codes.io]: "cannot be read or written: check the disk",
  [codes.corrupt]: "is damaged: move it away, or put a backup in its place",
  [codes.full]: "cannot grow, its disk is full: free some space. What was reported as done is kept",
  [codes.cannotOpen]: "cannot be opened: it must be a file, and its folder must be writable",
  [codes.notDatabase]: "is no SQLite database: move that file away, or name another one",
};

/** Whether somebody else has the database locked, so that it is worth trying again. */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code === codes.busy || code === codes.locked;
}

/** What went wrong with the database, as E006. What is no trouble of SQLite's stays as it is. */
export function toDatabaseError(error: unknown, path: string): unknown {
  if (error instanceof ExecutionError) return error;
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error)) return error;
  const what = advice[code] ?? `failed: ${error.message}`;
  return new DatabaseError(`The task database ${path} ${what}`, { cause: error });
}

/** The lower byte is the kind of trouble, the rest tells it more exactly. */
function codeOf(error: unknown): number | undefined {
  const given = error instanceof Error && "errcode" in error ? error.errcode : undefined;
  return typeof given === "number" ? given & 0xff : undefined;
}
