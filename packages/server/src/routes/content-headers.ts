import type { ArtifactDescription } from "@aiecs/core";

/** What a browser shows without running anything in it. */
const shown: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "application/pdf",
  "application/json",
  "text/plain",
  "text/csv",
  "text/markdown",
]);
const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/;

/**
 * How an artifact is sent: whatever a browser could run is a download, and nothing is taken for something else than it
 * says.
 */
export function contentHeaders({
  media_type: given,
  name,
  sha256,
}: ArtifactDescription): Readonly<Record<string, string>> {
  const [type = ""] = given.toLowerCase().split(";", 1);
  const known = mediaType.test(type.trim()) ? type.trim() : "application/octet-stream";
  const isText = known.startsWith("text/");
  return {
    "content-type": isText ? `${known}; charset=utf-8` : known,
    "content-disposition": `${shown.has(known) ? "inline" : "attachment"}; ${fileNameOf(name)}`,
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
    "accept-ranges": "bytes",
    etag: `"${sha256}"`,
  };
}

/** The name in letters that every client takes, and as it is (RFC 6266). */
function fileNameOf(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
