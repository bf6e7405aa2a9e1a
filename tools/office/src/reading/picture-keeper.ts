import { createHash } from "node:crypto";
import type { Artifact, ToolContext } from "@aiecs/core/toolkit";

export type Picture = { readonly name: string; readonly mediaType: string; readonly content: Uint8Array };

/** Keeps the pictures of one document as artifacts, each distinct one once. */
export interface PictureKeeper {
  readonly kept: readonly Artifact[];
  /** Whether a picture of that content was kept before; a key stands for it where making it costs. */
  has(key: string): boolean;
  keep(picture: Picture, key?: string): Promise<Artifact | undefined>;
}

export function createPictureKeeper({ artifacts }: Pick<ToolContext, "artifacts">): PictureKeeper {
  const kept: Artifact[] = [];
  const seen = new Set<string>();
  return {
    kept,
    has: (key) => seen.has(key),
    async keep({ name, mediaType, content }, key = digest(content)) {
      if (seen.has(key)) return undefined;
      seen.add(key);
      const artifact = await artifacts.write({ name, mediaType, content });
      kept.push(artifact);
      return artifact;
    },
  };
}

/** The same for the same content. */
export function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
