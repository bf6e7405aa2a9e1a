import { hash } from "node:crypto";
import type { CacheTag } from "@aiecs/core";

/** A tag as it stands in Redis, where neither users nor tools are to be read. Empty where there is none. */
export type TagNames = { readonly tool: string; readonly userId: string };

export function namesOf({ tool, userId }: CacheTag = {}): TagNames {
  return { tool: nameOf("tool", tool), userId: nameOf("user", userId) };
}

/** The same as the tag of an entry in memory. */
export function toTag({ tool, userId }: TagNames): CacheTag {
  return { tool: tool === "" ? undefined : tool, userId: userId === "" ? undefined : userId };
}

/** For a message. */
export function toText({ tool, userId }: TagNames): string {
  return `${tool}:${userId}`;
}

export function fromText(text: string): TagNames {
  const [tool = "", userId = ""] = text.split(":");
  return { tool, userId };
}

function nameOf(kind: string, name: string | undefined): string {
  return name === undefined ? "" : hash("sha256", `${kind}:${name}`).slice(0, 32);
}
