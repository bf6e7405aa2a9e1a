import { extname } from "node:path";
import type { ArtifactStore, StoredArtifact } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";

export type LineOptions = {
  /** The first line wanted, from 1. @default 1 */
  readonly from?: number;
  /** How many lines at most. @default 100 */
  readonly limit?: number;
  /** Only lines that hold this text, capitals or not. */
  readonly match?: string;
};

/** Some lines of an artifact. */
export type LinePage = {
  readonly lines: readonly { readonly number: number; readonly text: string }[];
  /** Where to go on; null when that was all. */
  readonly next: number | null;
};

/** What can be shown of an artifact without opening it. */
export type ArtifactPreview = StoredArtifact & {
  /** The beginning, where it is text. */
  readonly text: string | null;
  readonly truncated: boolean;
};

const previewBytes = 2_000;
/** A longer line is cut: what has no line breaks must not fill the memory. */
const maxLineBytes = 64 * 1024;
const textTypes = /^text\/|[/+](?:json|xml|x-ndjson|yaml|javascript)$/;
const textExtensions = new Set([".txt", ".md", ".csv", ".tsv", ".json", ".ndjson", ".xml", ".html", ".log", ".yaml"]);

/** An artifact's facts, with its beginning when it holds text. @throws E001 when there is no such artifact */
export async function previewArtifact(store: ArtifactStore, id: string): Promise<ArtifactPreview> {
  const artifact = await findArtifact(store, id);
  if (!isText(artifact)) return { ...artifact, text: null, truncated: artifact.bytes > 0 };
  const parts: Uint8Array[] = [];
  for await (const part of store.read(id, { end: previewBytes })) parts.push(part);
  const truncated = artifact.bytes > previewBytes;
  // A character that the end cuts in two is left out.
  const text = new TextDecoder().decode(Buffer.concat(parts), { stream: truncated });
  return { ...artifact, text, truncated };
}

/**
 * A page of an artifact's lines, or of those that hold a text, read from the file part by part.
 *
 * @throws E001 when there is no such artifact, or it is not text
 */
export async function readArtifactLines(
  store: ArtifactStore,
  id: string,
  { from = 1, limit = 100, match }: LineOptions = {},
): Promise<LinePage> {
  const artifact = await findArtifact(store, id);
  if (!isText(artifact)) {
    throw new ValidationError(`Cannot read lines of '${artifact.name}': expected text, it is ${artifact.media_type}`);
  }
  const wanted = match?.toLowerCase();
  const lines: { readonly number: number; readonly text: string }[] = [];
  let number = 0;
  for await (const text of linesOf(store.read(id))) {
    number += 1;
    if (number < from || (wanted !== undefined && !text.toLowerCase().includes(wanted))) continue;
    if (lines.length === limit) return { lines, next: number };
    lines.push({ number, text });
  }
  return { lines, next: null };
}

async function findArtifact(store: ArtifactStore, id: string): Promise<StoredArtifact> {
  const artifact = await store.find(id);
  if (artifact) return artifact;
  throw new ValidationError(`There is no artifact ${JSON.stringify(id)}`, { details: { id } });
}

function isText({ media_type: mediaType, name }: StoredArtifact): boolean {
  return textTypes.test(mediaType.split(";", 1)[0] ?? "") || textExtensions.has(extname(name).toLowerCase());
}

async function* linesOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of parts) {
    const lines = (rest + decoder.decode(part, { stream: true })).split(/\r?\n/);
    rest = (lines.pop() ?? "").slice(0, maxLineBytes);
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}
