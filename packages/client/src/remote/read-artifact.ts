import type { ByteRange } from "@aiecs/core/contracts";
import type { AiecsClient, ArtifactFacts } from "#client/aiecs-client.ts";
import { checkRange } from "#client/check-range.ts";
import { unexpectedAnswer } from "./failures.ts";
import { guardedStream } from "./guarded-stream.ts";
import type { Http } from "./http.ts";

export function createReadArtifact(http: Http): AiecsClient["readArtifact"] {
  return async (id, range = {}, { signal } = {}) => {
    checkRange(range);
    const isPart = range.start !== undefined || range.end !== undefined;
    const headers = { accept: "*/*", ...(isPart && { range: toHeader(range) }) };
    const response = await http.send({ path: `api/artifacts/${encodeURIComponent(id)}`, headers, signal });
    const artifact = factsOf(id, response.headers);
    if (artifact && response.body && response.status === (isPart ? 206 : 200)) {
      return { artifact, content: guardedStream(response.body, response.url, http.untilClosed(signal)) };
    }
    await response.body?.cancel();
    throw unexpectedAnswer(response, "no artifact");
  };
}

function toHeader({ start = 0, end }: ByteRange): string {
  return `bytes=${start}-${end === undefined ? "" : end - 1}`;
}

/** What an answer's headers say of a file; undefined when they do not. */
function factsOf(id: string, headers: Headers): ArtifactFacts | undefined {
  const name = /filename\*=UTF-8''([^;]+)/.exec(headers.get("content-disposition") ?? "")?.[1];
  const sha256 = /^"([0-9a-f]{64})"$/.exec(headers.get("etag") ?? "")?.[1];
  const bytes = /\/(\d+)$/.exec(headers.get("content-range") ?? "")?.[1] ?? headers.get("content-length");
  const media_type = headers.get("content-type")?.replace("; charset=utf-8", "");
  if (name === undefined || sha256 === undefined || bytes === null || media_type === undefined) return undefined;
  return { id, name: decodeURIComponent(name), media_type, bytes: Number(bytes), sha256 };
}
