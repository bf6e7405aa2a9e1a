import { isTable } from "@aiecs/core";

/** A file that an operation made, as results name it. */
export type FoundFile = { readonly path: string; readonly mediaType: string; readonly bytes: number };

const maxDepth = 8;
const maxValues = 100_000;

/** The files named anywhere in some results, each once, in order. */
export function findFiles(results: readonly unknown[]): FoundFile[] {
  const files = new Map<string, FoundFile>();
  let seen = 0;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== "object" || value === null || isTable(value)) return;
    if (depth > maxDepth || seen++ > maxValues) return;
    const file = asFile(value);
    if (file) files.set(file.path, file);
    else for (const item of Array.isArray(value) ? value : Object.values(value)) visit(item, depth + 1);
  };
  for (const result of results) visit(result, 0);
  return [...files.values()];
}

function asFile(value: object): FoundFile | undefined {
  if (!("path" in value && "media_type" in value && "bytes" in value && "sha256" in value)) return undefined;
  const { path, media_type: mediaType, bytes } = value;
  if (typeof path !== "string" || typeof mediaType !== "string" || typeof bytes !== "number") return undefined;
  return { path, mediaType, bytes };
}
