import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import type { BucketParts, Span } from "./bucket-parts.ts";
import { type ClientOptions, createClient } from "./client.ts";
import { createPatience, type PatienceOptions } from "./patience.ts";
import { readObject } from "./read-object.ts";
import { hasName, toDatabaseError } from "./s3-error.ts";
import { uploadFile } from "./upload-file.ts";

/** An object as a listing shows it: its key after the prefix of the bucket. */
export type Listed = { readonly key: string; readonly modifiedMs: number };

/**
 * The objects below a prefix of a bucket. What may pass is tried again for ten seconds, a download from where it broke
 * off. Everything fails with E006 that says which bucket, what is wrong and what to do.
 */
export interface Bucket extends Disposable {
  /** For messages. */
  readonly where: string;
  /** A small object, whole; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /** A part of an object, piece by piece. @throws NoSuchObjectError */
  read(key: string, span: Span): AsyncIterable<Uint8Array>;
  put(key: string, content: Uint8Array): Promise<void>;
  /** The content of a file, which is not in memory at any time but for a few parts. */
  putFile(key: string, path: string, bytes: number): Promise<void>;
  /** All whose key begins so, in the order of their keys. */
  list(prefix: string): AsyncIterable<Listed>;
  /** Does nothing when there is none. */
  remove(key: string): Promise<void>;
  /** Gives up uploads in parts that began before that moment and never ended. */
  abortUploads(prefix: string, beforeMs: number): Promise<void>;
}

export type BucketOptions = ClientOptions & Pick<PatienceOptions, "clock">;

/** Connects to a bucket: what is wrong with the way to it, or the key, is told at once. @throws E006 */
export async function openBucket({ clock, ...options }: BucketOptions): Promise<Bucket> {
  const { bucket: Bucket, prefix, endpoint } = options.address;
  const where = `bucket '${Bucket}' at ${endpoint ?? "AWS"}`;
  const client = createClient(options);
  let isClosed = false;
  const patience = createPatience({ where, clock, isClosed: () => isClosed });
  const parts: BucketParts = { client, patience, objectOf: (key) => ({ Bucket, Key: `${prefix}${key}` }) };
  try {
    const answer = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefix, MaxKeys: 1 }));
    // What is no listing at all is read as an empty one.
    if (answer.Name === undefined) throw Object.assign(new Error("no listing came"), { name: "NoS3" });
  } catch (error) {
    client.destroy();
    throw toDatabaseError(error, where);
  }
  return {
    where,
    ...createObjects(parts),
    ...createListings(parts, { Bucket, prefix }),
    [Symbol.dispose]() {
      isClosed = true;
      client.destroy();
    },
  };
}

function createObjects(parts: BucketParts): Pick<Bucket, "get" | "read" | "put" | "putFile" | "remove"> {
  const { client, patience, objectOf } = parts;
  return {
    get: (key) =>
      patience.run(async () => {
        try {
          const { Body } = await client.send(new GetObjectCommand(objectOf(key)));
          return (await Body?.transformToByteArray()) ?? new Uint8Array();
        } catch (error) {
          if (hasName(error, "NoSuchKey")) return undefined;
          throw error;
        }
      }),
    read: (key, span) => readObject(parts, key, span),
    put: async (key, content) =>
      void (await patience.run(() => client.send(new PutObjectCommand({ ...objectOf(key), Body: content })))),
    putFile: (key, path, bytes) => uploadFile(parts, key, { path, bytes }),
    remove: (key) =>
      patience.run(async () => {
        try {
          await client.send(new DeleteObjectCommand(objectOf(key)));
        } catch (error) {
          // Most stores say nothing of what is not there.
          if (!hasName(error, "NoSuchKey")) throw error;
        }
      }),
  };
}

type Place = { readonly Bucket: string; readonly prefix: string };

function createListings(
  { client, patience }: BucketParts,
  { Bucket, prefix }: Place,
): Pick<Bucket, "list" | "abortUploads"> {
  return {
    async *list(start) {
      let token: string | undefined;
      do {
        const command = new ListObjectsV2Command({
          Bucket,
          Prefix: `${prefix}${start}`,
          ...(token !== undefined && { ContinuationToken: token }),
        });
        const page = await patience.run(() => client.send(command));
        for (const { Key = "", LastModified } of page.Contents ?? []) {
          yield { key: Key.slice(prefix.length), modifiedMs: LastModified?.getTime() ?? 0 };
        }
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
    },

    async abortUploads(start, beforeMs) {
      const command = new ListMultipartUploadsCommand({ Bucket, Prefix: `${prefix}${start}` });
      // One page of them is enough at a time: what is left is found the next time.
      const { Uploads = [] } = await patience.run(() => client.send(command));
      for (const { Key, UploadId, Initiated } of Uploads) {
        if (Initiated === undefined || Initiated.getTime() >= beforeMs) continue;
        const upload = { Bucket, Key, UploadId };
        await patience.run(async () => {
          try {
            await client.send(new AbortMultipartUploadCommand(upload));
          } catch (error) {
            // Another process was first.
            if (!hasName(error, "NoSuchUpload")) throw error;
          }
        });
      }
    },
  };
}
