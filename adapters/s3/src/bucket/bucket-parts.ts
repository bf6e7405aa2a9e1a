import type { S3Client } from "@aws-sdk/client-s3";
import type { Patience } from "./patience.ts";

/** What a bucket's operations have in common. */
export type BucketParts = {
  readonly client: S3Client;
  readonly patience: Patience;
  objectOf(key: string): { readonly Bucket: string; readonly Key: string };
};

/** A part of an object, in bytes: `start` is the first, `end` the one after the last. */
export type Span = { readonly start: number; readonly end: number };
