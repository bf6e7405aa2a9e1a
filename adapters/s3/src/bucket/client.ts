import { S3Client } from "@aws-sdk/client-s3";
import type { S3Address } from "./s3-address.ts";

/** A key to a store. */
export type S3Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

export type ClientOptions = {
  readonly address: S3Address;
  /** @default what AWS has for that: variables, files, roles */
  readonly credentials: S3Credentials | undefined;
  /** A request on which nothing moves for so long fails. */
  readonly silenceMs: number;
};

const connectTimeoutMs = 5_000;

/** The client of the library, told to do nothing that stores other than AWS may not know. */
export function createClient({ address, credentials, silenceMs }: ClientOptions): S3Client {
  const { endpoint } = address;
  // Elsewhere than at AWS regions are mostly a formality.
  const region = address.region ?? (endpoint === undefined ? undefined : "us-east-1");
  const { sessionToken, ...key } = credentials ?? {};
  return new S3Client({
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(region !== undefined && { region }),
    ...(isKey(key) && { credentials: { ...key, ...(sessionToken !== undefined && { sessionToken }) } }),
    // We know better what may be tried again, and for how long.
    maxAttempts: 1,
    // Contents are signed, which is a checksum already; the newer ones are unknown to many stores.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: connectTimeoutMs, socketTimeout: silenceMs },
  });
}

function isKey(key: Partial<S3Credentials>): key is Pick<S3Credentials, "accessKeyId" | "secretAccessKey"> {
  return key.accessKeyId !== undefined && key.secretAccessKey !== undefined;
}
