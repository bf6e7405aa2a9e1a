import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { BucketParts, Span } from "./bucket-parts.ts";
import { hasName, NoSuchObjectError } from "./s3-error.ts";

/** Reads a part of an object; a connection that breaks off is made again from there. @throws NoSuchObjectError, E006 */
export async function* readObject(
  { client, patience, objectOf }: BucketParts,
  key: string,
  { start, end }: Span,
): AsyncGenerator<Uint8Array> {
  const attempts = patience.attempts();
  let at = start;
  while (at < end) {
    try {
      const { Body } = await client.send(new GetObjectCommand({ ...objectOf(key), Range: `bytes=${at}-${end - 1}` }));
      for await (const piece of piecesOf(Body)) {
        at += piece.byteLength;
        attempts.progressed();
        yield piece;
      }
      if (at < end) throw Object.assign(new Error("the content ended early"), { code: "ECONNRESET" });
    } catch (error) {
      if (hasName(error, "NoSuchKey")) throw new NoSuchObjectError(`There is no object ${key}`);
      await attempts.failed(error);
    }
  }
}

/** The content of an answer: in Node.js it is a stream. */
function piecesOf(body: unknown): AsyncIterable<Uint8Array> {
  if (typeof body === "object" && body !== null && isPieces(body)) return body;
  throw new TypeError("An answer of the store has no content");
}

function isPieces(body: object): body is AsyncIterable<Uint8Array> {
  return Symbol.asyncIterator in body;
}
