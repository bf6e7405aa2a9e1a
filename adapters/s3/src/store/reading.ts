import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { ArtifactDescription, ArtifactStore, ByteRange, Logger, StoredArtifact } from "@aiecs/core";
import { DatabaseError, ValidationError } from "@aiecs/core/contracts";
import type { Bucket } from "#bucket/open-bucket.ts";
import { NoSuchObjectError } from "#bucket/s3-error.ts";
import type { LocalCopies } from "#local/local-copies.ts";
import type { LocalRoom } from "#local/local-room.ts";
import { type ArtifactRecord, contentKey } from "./artifact-record.ts";
import type { Records } from "./records.ts";

export type ReadingParts = {
  readonly bucket: Bucket;
  readonly records: Records;
  readonly local: LocalCopies;
  readonly room: LocalRoom;
  readonly logger: Logger;
};

const partBytes = 1 << 20;

export function createReading(parts: ReadingParts): Pick<ArtifactStore, "find" | "describe" | "list" | "read"> {
  const { records, local } = parts;
  /** One download for all who want the same at the same time. */
  const fetching = new Map<string, Promise<string | undefined>>();
  const fetchOnce = (record: ArtifactRecord): Promise<string | undefined> => {
    const known = fetching.get(record.id);
    if (known) return known;
    const path = fetchContent(parts, record).finally(() => fetching.delete(record.id));
    fetching.set(record.id, path);
    return path;
  };
  return {
    async find(id) {
      const record = await records.find(id);
      if (!record) return undefined;
      const path = (await local.find(record)) ?? (await fetchOnce(record));
      return path === undefined ? undefined : toStored(record, path);
    },

    async describe(id) {
      const record = await records.find(id);
      return record && toDescription(record);
    },

    async list(taskId) {
      const found = await records.list(taskId);
      return await Promise.all(found.map(async (record) => toStored(record, await local.placeOf(record))));
    },

    async *read(id, range = {}) {
      const record = await records.find(id);
      if (!record) throw noSuchArtifact(id);
      yield* readContent(parts, record, range);
    },
  };
}

async function fetchContent(
  { bucket, local, room, logger }: ReadingParts,
  record: ArtifactRecord,
): Promise<string | undefined> {
  const { id, bytes } = record;
  room.grew(bytes);
  try {
    const path = await local.fetch(record, bucket.read(contentKey(id), { start: 0, end: bytes }));
    if (path === undefined)
      logger.warn({ artifact: id }, "An artifact's content in the bucket is not what was written");
    return path;
  } catch (error) {
    if (error instanceof NoSuchObjectError) return undefined;
    throw error;
  }
}

/** From this machine where it lies here, else from the bucket, and no more of it than is asked for. */
async function* readContent(
  { bucket, local }: ReadingParts,
  record: ArtifactRecord,
  { start = 0, end = Number.POSITIVE_INFINITY }: ByteRange,
): AsyncGenerator<Uint8Array> {
  const { id, bytes, sha256 } = record;
  const span = { start, end: Math.min(end, bytes) };
  if (span.start >= span.end) return;
  const path = await local.find(record);
  if (path !== undefined) {
    yield* createReadStream(path, { start, end: span.end - 1, highWaterMark: partBytes });
    return;
  }
  const hash = createHash("sha256");
  try {
    for await (const part of bucket.read(contentKey(id), span)) {
      hash.update(part);
      yield part;
    }
  } catch (error) {
    throw error instanceof NoSuchObjectError ? noSuchArtifact(id) : error;
  }
  if (span.start > 0 || span.end < bytes || hash.digest("hex") === sha256) return;
  throw new DatabaseError(`The content of artifact ${id} in the ${bucket.where} is not what was written`);
}

/** Without what only this store knows. */
function toDescription(record: ArtifactRecord): ArtifactDescription {
  const { id, name, media_type, bytes, sha256, taskId, userId, createdAt } = record;
  return Object.freeze({ id, name, media_type, bytes, sha256, taskId, userId, createdAt });
}

function toStored(record: ArtifactRecord, path: string): StoredArtifact {
  return Object.freeze({ ...toDescription(record), path });
}

function noSuchArtifact(id: string): ValidationError {
  return new ValidationError(`There is no artifact ${JSON.stringify(id)}`, { details: { id } });
}
