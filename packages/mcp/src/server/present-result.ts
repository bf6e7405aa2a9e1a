import type { ArtifactDescription, ArtifactHandle } from "@aiecs/core";
import { isArtifactHandle } from "@aiecs/core/toolkit";
import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/server";
import { artifactAddress, resultAddress } from "./addresses.ts";
import { shrinkValue } from "./describe-value.ts";
import { handleText } from "./handle.ts";
import { isRecord, toJson } from "./json.ts";
import { isTextType, readBytes } from "./read-artifact.ts";
import type { Session } from "./session.ts";

const maxArtifacts = 20;
const maxShownArtifacts = 5;

/** A result that is shorter has no handle: a model writes it out as easily. */
const minHandledCharacters = 300;

/** Where a result can be read again, and what it is the result of. */
export type ResultPlace = { readonly taskId: string; readonly name: string };

/** A result as it may leave: tables as data, and no paths of this machine where the client is elsewhere. */
export async function exportValue(session: Session, value: unknown, taskId: string): Promise<unknown> {
  const data = await session.executor.exportResult(value, { taskId, userId: session.userId });
  return session.showsPaths ? data : withoutPaths(data, 0);
}

/**
 * An operation's result as a tool answers: whole when it is small, else a preview and a link. What is not short has a
 * handle, which stands for it in later parameters. Files in it are linked; small ones are shown.
 *
 * @param whole whether the tool has an output schema, which the structured part must fit whatever its size
 */
export async function presentResult(
  session: Session,
  value: unknown,
  { taskId, name, whole = false }: ResultPlace & { readonly whole?: boolean },
): Promise<CallToolResult> {
  const data = await exportValue(session, value, taskId);
  const text = toJson(data);
  const fits = text.length <= session.limits.maxResultCharacters;
  const handle = handleText(taskId);
  // A table shows its first rows only, however short they are.
  const isHandled = text.length > minHandledCharacters || text.includes('"truncated":true');
  const shown = fits ? data : shrinkValue(data, handle);
  const content: ContentBlock[] = [
    { type: "text", text: typeof shown === "string" ? shown : toJson(shown) },
    ...(isHandled
      ? [textBlock(fits ? `Handle: ${handle}` : `The beginning of ${text.length} characters. Handle: ${handle}`)]
      : []),
  ];
  if (!fits) content.push(linkToResult(taskId, 0, name));
  content.push(...(await showArtifacts(session, findArtifacts(data))));
  if (whole) return { content, structuredContent: isRecord(data) ? { ...data } : { result: data } };
  const structuredContent = {
    ...(fits ? { result: data } : { preview: shown, characters: text.length }),
    ...(isHandled && { handle }),
  };
  return { content, structuredContent };
}

function textBlock(text: string): ContentBlock {
  return { type: "text", text };
}

export function linkToResult(taskId: string, step: number, name: string): ContentBlock {
  return { type: "resource_link", uri: resultAddress(taskId, step), name, mimeType: "application/json" };
}

/** The files in a value, each once. */
export function findArtifacts(value: unknown): ArtifactHandle[] {
  const found = new Map<string, ArtifactHandle>();
  const visit = (part: unknown, depth: number): void => {
    if (typeof part !== "object" || part === null || depth > 12 || found.size >= maxArtifacts) return;
    if (isArtifactHandle(part)) found.set(part.id, part);
    else for (const item of Object.values(part)) visit(item, depth + 1);
  };
  visit(value, 0);
  return [...found.values()];
}

/** Pictures, sounds and texts that are small, as they are; links to all. */
export async function showArtifacts(session: Session, artifacts: readonly ArtifactHandle[]): Promise<ContentBlock[]> {
  const content: ContentBlock[] = [];
  for (const [index, artifact] of artifacts.entries()) {
    const shown = index < maxShownArtifacts ? await showArtifact(session, artifact) : undefined;
    if (shown) content.push(shown);
    content.push(linkToArtifact(artifact));
  }
  return content;
}

function linkToArtifact({ id, name, media_type: mimeType, bytes }: ArtifactHandle): ContentBlock {
  return { type: "resource_link", uri: artifactAddress(id), name, mimeType, size: bytes };
}

async function showArtifact(session: Session, handle: ArtifactHandle): Promise<ContentBlock | undefined> {
  const { executor, userId, limits } = session;
  const limit = isTextType(handle) ? limits.maxResultCharacters : limits.maxMediaBytes;
  if (handle.bytes > limit) return undefined;
  const [kind] = handle.media_type.split("/", 1);
  if (kind !== "image" && kind !== "audio" && !isTextType(handle)) return undefined;
  const artifact = await executor.artifacts.describe(handle.id);
  // What a result says is a file may be any data; another user's file is not shown.
  if (!artifact || artifact.userId !== userId || artifact.bytes > limit) return undefined;
  return contentOf(artifact, await readBytes(executor.artifacts, artifact));
}

function contentOf(artifact: ArtifactDescription, bytes: Buffer): ContentBlock {
  const { id, media_type: mimeType } = artifact;
  if (mimeType.startsWith("image/") && mimeType !== "image/svg+xml") {
    return { type: "image", data: bytes.toString("base64"), mimeType };
  }
  if (mimeType.startsWith("audio/")) return { type: "audio", data: bytes.toString("base64"), mimeType };
  return { type: "resource", resource: { uri: artifactAddress(id), mimeType, text: bytes.toString("utf8") } };
}

const maxDepth = 64;

/** Handles without where they lie; what holds none stays the object that it is. */
function withoutPaths(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > maxDepth) return value;
  if (isArtifactHandle(value)) {
    const { path: _path, ...handle } = value;
    return handle;
  }
  if (Array.isArray(value)) return value.map((item) => withoutPaths(item, depth + 1));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutPaths(item, depth + 1)]));
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
