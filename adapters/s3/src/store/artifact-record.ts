import { createHash, randomBytes } from "node:crypto";
import { basename } from "node:path";
import type { ArtifactDescription } from "@aiecs/core";

/** What the bucket knows of an artifact beside its content. */
export type ArtifactRecord = ArtifactDescription & {
  /** Grows with each artifact of a process; the clock of its machine places it among those of others. */
  readonly order: number;
};

const taskDigits = 12;
const idPattern = /^[0-9a-f]{32}$/;

/** Where the record lies of an artifact, by its id. */
export function recordKey(id: string): string {
  return `records/${id}`;
}

export function contentKey(id: string): string {
  return `content/${id}`;
}

export function idOf(key: string): string {
  return key.slice(key.indexOf("/") + 1);
}

export function isArtifactId(text: string): boolean {
  return idPattern.test(text);
}

/** What the ids of a task's artifacts begin with; hardly ever those of another task do. */
export function taskPart(taskId: string): string {
  return createHash("sha256").update(taskId, "utf16le").digest("hex").slice(0, taskDigits);
}

/** The task's part of an id. */
export function taskPartOf(id: string): string {
  return id.slice(0, taskDigits);
}

/** An id by which a task's artifacts can be listed, and that cannot be guessed. */
export function createArtifactId(taskId: string): string {
  return taskPart(taskId) + randomBytes(10).toString("hex");
}

export function toJsonBytes(record: ArtifactRecord): Uint8Array {
  return Buffer.from(JSON.stringify(record));
}

/** The record that was written; undefined when it is none any more: then it was changed from outside. */
export function parseRecord(bytes: Uint8Array): ArtifactRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    // As good as gone, like any content that was changed.
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { id, name, media_type, bytes: size, sha256, taskId, userId, createdAt, order } = { ...empty, ...value };
  const texts = [id, name, media_type, sha256, taskId, createdAt];
  if (!texts.every((text) => typeof text === "string") || !(userId === undefined || typeof userId === "string")) {
    return undefined;
  }
  // It becomes a file's name on this machine.
  if (name === "" || name.startsWith(".") || basename(name) !== name || !idPattern.test(id)) return undefined;
  if (!Number.isSafeInteger(size) || size < 0 || !Number.isSafeInteger(order)) return undefined;
  const made = new Date(createdAt);
  if (Number.isNaN(made.getTime())) return undefined;
  return Object.freeze({ id, name, media_type, bytes: size, sha256, taskId, userId, createdAt: made, order });
}

type Written = { readonly [K in keyof ArtifactRecord]: ArtifactRecord[K] extends Date ? string : ArtifactRecord[K] };

const empty: Written = {
  id: "",
  name: "",
  media_type: "",
  bytes: Number.NaN,
  sha256: "",
  taskId: "",
  userId: undefined,
  createdAt: "",
  order: Number.NaN,
};
