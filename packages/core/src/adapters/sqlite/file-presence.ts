import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Clock } from "#contracts/clock.ts";
import { DatabaseError } from "#contracts/errors.ts";

/** Looking costs less than a commit, but not nothing. */
const everyMs = 100;

/**
 * Looks, now and then, whether a database is still the file that was opened: SQLite goes on writing to one that was
 * removed or replaced, and whatever is kept there is gone with the process. Gives what is wrong, if anything.
 *
 * @param path of a file that is open; ":memory:" is always there
 */
export function createPresenceCheck(path: string, clock: Clock): () => DatabaseError | undefined {
  if (path === ":memory:") return () => undefined;
  const file = resolve(path);
  const opened = statSync(file);
  let nextMs = clock.monotonicMs() + everyMs;
  let problem: DatabaseError | undefined;
  return () => {
    const nowMs = clock.monotonicMs();
    if (nowMs < nextMs && !problem) return undefined;
    nextMs = nowMs + everyMs;
    const found = statSync(file, { throwIfNoEntry: false });
    const isSame = found?.ino === opened.ino && found.dev === opened.dev;
    const what = found ? "was replaced by another file" : "was removed";
    problem = isSame
      ? undefined
      : new DatabaseError(`The task database ${path} ${what} while it was open: put it back, or start again`);
    return problem;
  };
}
