import type { ArtifactStore } from "@aiecs/core";
import { NotFoundError } from "@aiecs/core/contracts";
import type { AiecsClient } from "#client/aiecs-client.ts";
import { throwIfAborted } from "#client/cancellation.ts";
import { checkRange, refuseBeyond } from "#client/check-range.ts";

/** Reads what calls of one user made: others' artifacts do not exist. */
export function createReadArtifact(store: ArtifactStore, userId: string | undefined): AiecsClient["readArtifact"] {
  return async (id, range = {}, { signal } = {}) => {
    checkRange(range);
    const stored = await store.describe(id);
    throwIfAborted(signal);
    if (!stored || stored.userId !== userId) throw new NotFoundError(`There is no artifact ${JSON.stringify(id)}`);
    const { name, media_type, bytes, sha256 } = stored;
    refuseBeyond(range, bytes);
    const content = ReadableStream.from(store.read(id, range));
    return { artifact: { id, name, media_type, bytes, sha256 }, content };
  };
}
