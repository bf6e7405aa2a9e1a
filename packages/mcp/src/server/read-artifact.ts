import { extname } from "node:path";
import type { ArtifactHandle, ArtifactStore } from "@aiecs/core";

const textTypes = /^text\/|^image\/svg\+xml|[/+](?:json|xml|x-ndjson|yaml|javascript)(?:;|$)/;
const textExtensions = new Set([".txt", ".md", ".csv", ".tsv", ".json", ".ndjson", ".xml", ".html", ".log", ".yaml"]);

/** Whether an artifact holds text. */
export function isTextType({ media_type: mediaType, name }: ArtifactHandle): boolean {
  return textTypes.test(mediaType) || textExtensions.has(extname(name).toLowerCase());
}

/** The whole content: only of what is known to be small. */
export async function readBytes(store: ArtifactStore, { id }: ArtifactHandle): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of store.read(id)) parts.push(part);
  return Buffer.concat(parts);
}
