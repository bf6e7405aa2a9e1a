import { type FileHandle, open } from "node:fs/promises";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import type { BucketParts } from "./bucket-parts.ts";
import { hasName } from "./s3-error.ts";

/** More than that goes in parts, each signed and tried again by itself. */
const partBytes = 8 << 20;
/** What is in memory at most, in parts. */
const sideBySide = 2;
/** S3 knows no more. */
const maxParts = 10_000;

export type FileContent = { readonly path: string; readonly bytes: number };

/** Writes the content of a file to an object, which appears whole or not at all. @throws E006 */
export async function uploadFile(bucket: BucketParts, key: string, { path, bytes }: FileContent): Promise<void> {
  await using file = await open(path);
  if (bytes > partBytes) return await uploadInParts(bucket, key, { file, bytes });
  const Body = await readAt(file, 0, bytes);
  await bucket.patience.run(() => bucket.client.send(new PutObjectCommand({ ...bucket.objectOf(key), Body })));
}

type Upload = { readonly file: FileHandle; readonly bytes: number };

async function uploadInParts(bucket: BucketParts, key: string, { file, bytes }: Upload): Promise<void> {
  const { client, patience } = bucket;
  const object = bucket.objectOf(key);
  const { UploadId } = await patience.run(() => client.send(new CreateMultipartUploadCommand(object)));
  const upload = { ...object, UploadId };
  const size = Math.max(partBytes, Math.ceil(bytes / maxParts));
  const count = Math.ceil(bytes / size);
  const parts: CompletedPart[] = [];
  let next = 1;
  const sendParts = async (): Promise<void> => {
    for (let number = next++; number <= count; number = next++) {
      const start = (number - 1) * size;
      const part = { ...upload, PartNumber: number, Body: await readAt(file, start, Math.min(size, bytes - start)) };
      const { ETag } = await patience.run(() => client.send(new UploadPartCommand(part)));
      parts[number - 1] = { PartNumber: number, ETag };
    }
  };
  try {
    const sending = await Promise.allSettled(Array.from({ length: sideBySide }, sendParts));
    for (const sent of sending) if (sent.status === "rejected") throw sent.reason;
    await complete(bucket, key, { UploadId, parts, bytes });
  } catch (error) {
    // What is left of it costs room until somebody sweeps; that it is left must not hide why.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => {});
    throw error;
  }
}

type Completion = {
  readonly UploadId: string | undefined;
  readonly parts: CompletedPart[];
  readonly bytes: number;
};

async function complete({ client, patience, objectOf }: BucketParts, key: string, done: Completion): Promise<void> {
  const object = objectOf(key);
  const command = new CompleteMultipartUploadCommand({
    ...object,
    UploadId: done.UploadId,
    MultipartUpload: { Parts: done.parts },
  });
  await patience.run(async () => {
    try {
      await client.send(command);
    } catch (error) {
      if (!hasName(error, "NoSuchUpload")) throw error;
      // An attempt before this one did it, and its answer was lost.
      if ((await bytesOf(client, object)) !== done.bytes) throw error;
    }
  });
}

async function bytesOf(client: S3Client, object: ReturnType<BucketParts["objectOf"]>): Promise<number | undefined> {
  try {
    return (await client.send(new HeadObjectCommand(object))).ContentLength;
  } catch (error) {
    if (hasName(error, "NotFound")) return undefined;
    throw error;
  }
}

async function readAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length; ) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, start + filled);
    if (bytesRead === 0) throw new Error("An artifact's file became shorter while it was being kept");
    filled += bytesRead;
  }
  return buffer;
}
