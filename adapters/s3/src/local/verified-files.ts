import { createHash } from "node:crypto";
import { createReadStream, type Stats } from "node:fs";
import { stat, utimes } from "node:fs/promises";
import type { Clock } from "@aiecs/core";
import { unlessMissing } from "./unless-missing.ts";

/** What a file's content has to be. */
export type Expected = { readonly bytes: number; readonly sha256: string };

const maxKnown = 10_000;
const partBytes = 1 << 20;
/** A file's time is set once in a while only: that is exact enough to tell which were used last. */
const touchEveryMs = 600_000;

/** Files whose content this process knows: it reads them once, and again when they were changed since. */
export class VerifiedFiles {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly stamp: string; readonly sha256: string }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether the file is there, whole and unchanged; then it counts as used now. */
  async isWhole(path: string, { bytes, sha256 }: Expected): Promise<boolean> {
    const found = await statOf(path);
    if (!found?.isFile() || found.size !== bytes) return false;
    const known = this.#known.get(path);
    const isKnown = known?.stamp === stampOf(found);
    const actual = isKnown ? known.sha256 : await hashOf(path);
    if (!isKnown) this.#remember(path, found, actual);
    if (actual !== sha256) return false;
    await this.#touch(path, found, actual);
    return true;
  }

  /** Takes somebody's word for a file's content, who has just written it. */
  async trust(path: string, sha256: string): Promise<void> {
    const found = await statOf(path);
    if (found) this.#remember(path, found, sha256);
  }

  async #touch(path: string, { mtimeMs }: Stats, sha256: string): Promise<void> {
    const nowMs = this.#clock.now();
    if (nowMs - mtimeMs < touchEveryMs) return;
    try {
      await utimes(path, nowMs / 1_000, nowMs / 1_000);
    } catch {
      // A folder of somebody else: then it goes by when the file was written.
      return;
    }
    await this.trust(path, sha256);
  }

  #remember(path: string, found: Stats, sha256: string): void {
    this.#known.delete(path);
    this.#known.set(path, { stamp: stampOf(found), sha256 });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path, { highWaterMark: partBytes })) hash.update(part);
  return hash.digest("hex");
}

async function statOf(path: string): Promise<Stats | undefined> {
  return await unlessMissing(stat(path));
}

function stampOf({ ino, size, mtimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs}`;
}
