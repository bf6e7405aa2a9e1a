import type { Dirent } from "node:fs";
import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Clock, Logger } from "@aiecs/core";
import { fetchedName, markName } from "./local-copies.ts";
import { unlessMissing } from "./unless-missing.ts";

export type LocalRoomOptions = {
  readonly folder: string;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly logger: Logger;
};

/** Keeps the local copies from filling the disk: those that were used longest ago go first. */
export interface LocalRoom extends AsyncDisposable {
  /** Says that so much was written. Room is made in the background. */
  grew(bytes: number): void;
  /** Removes what was used before that moment only. */
  tidy(beforeMs: number): Promise<void>;
}

type Copy = { readonly path: string; readonly bytes: number; readonly usedMs: number };

/** Whoever was given a path has that long to open it. */
const inUseMs = 3_600_000;
/** After so much more, in parts of what is allowed, it is looked again how much there is. */
const growth = 0.05;
/** Room is made until that part of what is allowed is left, so that it lasts for a while. */
const target = 0.9;
/** What the store of plain files keeps in a task's folder. */
const listOfPlainFiles = ".artifacts";

export function createLocalRoom({ folder, maxBytes, clock, logger }: LocalRoomOptions): LocalRoom {
  let grownBytes = Number.POSITIVE_INFINITY;
  let looking: Promise<void> | undefined;
  const isIdle = ({ usedMs }: Copy): boolean => usedMs < clock.now() - inUseMs;

  const makeRoom = async (): Promise<void> => {
    const copies = await copiesIn(folder);
    let bytes = copies.reduce((sum, copy) => sum + copy.bytes, 0);
    if (bytes <= maxBytes) return;
    for (const copy of copies.filter(isIdle).sort((a, b) => a.usedMs - b.usedMs)) {
      if (bytes <= maxBytes * target) return;
      await drop(copy);
      bytes -= copy.bytes;
    }
    if (bytes > maxBytes) {
      logger.warn({ folder, bytes, maxBytes }, "Copies of artifacts take more room than allowed: all were used lately");
    }
  };

  return {
    grew(bytes) {
      grownBytes += bytes;
      if (looking || grownBytes < maxBytes * growth) return;
      grownBytes = 0;
      looking = makeRoom()
        .catch((error: unknown) => logger.warn({ err: error, folder }, "Copies of artifacts could not be removed"))
        .finally(() => {
          looking = undefined;
        });
    },

    async tidy(beforeMs) {
      for (const copy of await copiesIn(folder)) if (copy.usedMs < beforeMs && isIdle(copy)) await drop(copy);
    },

    [Symbol.asyncDispose]: async () => await looking,
  };
}

async function drop({ path }: Copy): Promise<void> {
  await rm(path, { force: true });
  const folder = dirname(path);
  const left = (await unlessMissing(readdir(folder))) ?? [];
  if (left.some((name) => name !== markName)) return;
  await rm(join(folder, markName), { force: true });
  // Something may be written there just now.
  await rmdir(folder).catch(() => {});
}

/** All that may be removed. What else lies in the folder is none of our business, whoever put it there. */
async function copiesIn(folder: string): Promise<readonly Copy[]> {
  const copies: Copy[] = [];
  for (const own of [...(await fetchedFolders(folder)), ...(await taskFolders(folder))]) {
    for (const file of await entriesOf(own, { recursive: true })) {
      const path = join(file.parentPath, file.name);
      const found = file.isFile() && file.name !== markName ? await unlessMissing(lstat(path)) : undefined;
      if (found) copies.push({ path, bytes: found.size, usedMs: found.mtimeMs });
    }
  }
  return copies;
}

async function fetchedFolders(folder: string): Promise<readonly string[]> {
  const entries = await entriesOf(join(folder, fetchedName));
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, fetchedName, name));
}

/** Those of tasks that this store worked in, and the store of plain files did not: what that keeps is no copy. */
async function taskFolders(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await entriesOf(folder)) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const own = join(folder, entry.name);
    const names = (await entriesOf(own)).map(({ name }) => name);
    if (names.includes(markName) && !names.includes(listOfPlainFiles)) found.push(own);
  }
  return found;
}

async function entriesOf(folder: string, options?: { readonly recursive: boolean }): Promise<readonly Dirent[]> {
  return (await unlessMissing(readdir(folder, { ...options, withFileTypes: true }))) ?? [];
}
