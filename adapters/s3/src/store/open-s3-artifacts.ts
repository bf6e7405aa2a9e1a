import { basename, resolve } from "node:path";
import {
  type Artifact,
  type ArtifactOwner,
  type ArtifactStore,
  type Clock,
  createDefaultLogger,
  createTaskFiles,
  type FileAccess,
  type Logger,
  type MadeFile,
  systemClock,
} from "@aiecs/core";
import type { S3Credentials } from "#bucket/client.ts";
import { openBucket } from "#bucket/open-bucket.ts";
import { endpointOf, parseS3Url } from "#bucket/s3-address.ts";
import { createLocalCopies } from "#local/local-copies.ts";
import { createLocalRoom } from "#local/local-room.ts";
import { contentKey, createArtifactId } from "./artifact-record.ts";
import { createReading, type ReadingParts } from "./reading.ts";
import { createRecords } from "./records.ts";
import { removeArtifacts, removeStrays, sweepTasks } from "./sweeping.ts";

export type S3ArtifactsOptions = {
  /** `s3://bucket/prefix?endpoint=https://host:port&region=name`; without an endpoint the bucket is at AWS. */
  readonly url: string;
  /** In place of the URL's. */
  readonly endpoint?: string | undefined;
  /** In place of the URL's. @default us-east-1 with an endpoint, else what AWS has for that, such as AWS_REGION */
  readonly region?: string | undefined;
  /** @default what AWS has for that: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, its files, roles of machines */
  readonly credentials?: S3Credentials | undefined;
  /** Where copies lie on this machine: one folder per task, and what was made elsewhere. */
  readonly folder: string;
  /** Above that copies are removed that were not used for an hour, the oldest first. @default 10 GiB */
  readonly maxLocalBytes?: number;
  /** Says where copies (`outputPath`) may go; without it an `outputPath` is refused. */
  readonly files?: FileAccess | undefined;
  /** A request on which nothing moves for so long fails. @default 20_000 */
  readonly silenceMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
};

/** Artifacts that any number of machines share. Disposing of it closes the connections; nothing in the bucket changes. */
export type S3Artifacts = ArtifactStore & AsyncDisposable;

const defaultLocalBytes = 10 * 1024 ** 3;

/**
 * Keeps artifacts in a bucket of an S3-compatible store. The bucket is the truth: an artifact is made once both its
 * content and its record are there. Files on this machine are copies.
 *
 * @throws E001 when the URL is not valid; E006 when the bucket cannot be reached, or the key is refused
 */
export async function openS3Artifacts(options: S3ArtifactsOptions): Promise<S3Artifacts> {
  const { maxLocalBytes = defaultLocalBytes, silenceMs = 20_000, clock = systemClock } = options;
  const { logger = createDefaultLogger(), files, credentials } = options;
  const folder = resolve(options.folder);
  const given = parseS3Url(options.url);
  const address = {
    ...given,
    endpoint: endpointOf(options.endpoint) ?? given.endpoint,
    region: options.region ?? given.region,
  };
  const bucket = await openBucket({ address, credentials, silenceMs, clock });
  const taskFiles = createTaskFiles({ folder, files });
  const records = createRecords(bucket);
  const local = createLocalCopies({ folder, taskFiles, clock });
  const room = createLocalRoom({ folder, maxBytes: maxLocalBytes, clock, logger });
  const parts: StoreParts = { bucket, records, local, room, logger, clock };
  const keep = createKeeping(parts);
  let isClosed = false;
  return {
    write: (owner, content) => taskFiles.write(owner.taskId, content, (made) => keep(owner, made)),
    reserve: ({ taskId }, name) => taskFiles.reserve(taskId, name),
    adopt: (owner, path, mediaType, outputPath) =>
      taskFiles.adopt(owner.taskId, { path, mediaType, outputPath }, (made) => keep(owner, made)),
    ...createReading(parts),
    remove: async (taskId) => await removeArtifacts(parts, taskId, await records.list(taskId)),

    async sweep(before) {
      const removed: string[] = [];
      try {
        for await (const taskId of sweepTasks(parts, before.getTime())) removed.push(taskId);
        await removeStrays(parts);
        await room.tidy(before.getTime());
      } catch (error) {
        // Whoever closes the store does not wait for this: what is left is removed the next time.
        if (!isClosed) throw error;
      }
      return removed;
    },

    async [Symbol.asyncDispose]() {
      isClosed = true;
      bucket[Symbol.dispose]();
      await room[Symbol.asyncDispose]();
    },
  };
}

type StoreParts = ReadingParts & { readonly clock: Clock };

/** Makes an artifact of a file: its content goes up first, and what has a record is whole. */
function createKeeping({ bucket, records, local, room, clock }: StoreParts) {
  let lastOrder = 0;
  return async (owner: ArtifactOwner, made: MadeFile): Promise<Artifact> => {
    const { path, mediaType, bytes, sha256 } = made;
    const id = createArtifactId(owner.taskId);
    const nowMs = clock.now();
    // Several may be made within one millisecond.
    lastOrder = Math.max(lastOrder + 1, nowMs * 1_000);
    const order = lastOrder;
    await local.made(path, sha256);
    room.grew(bytes);
    await bucket.putFile(contentKey(id), path, bytes);
    const artifact = { id, name: basename(path), media_type: mediaType, bytes, sha256 };
    await records.add({ ...artifact, ...owner, createdAt: new Date(nowMs), order });
    return Object.freeze({ ...artifact, path });
  };
}
