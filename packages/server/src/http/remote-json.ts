import { OperationFailedError } from "@aiecs/core";
import { isArtifact } from "@aiecs/core/toolkit";

/** Writes a value as JSON for somebody elsewhere. @throws E003 when it refers to itself, or nests too deep for JSON */
export type RemoteJson = (value: unknown) => string;

/**
 * JSON without this machine's paths: artifacts have a URL in their place, other paths below the given folders are shown
 * from there on.
 *
 * @param folders absolute
 */
export function createRemoteJson(folders: readonly string[]): RemoteJson {
  const hidden = [...new Set(folders)].filter((folder) => folder.length > 1).sort((a, b) => b.length - a.length);
  const marks = hidden.map((folder) => JSON.stringify(folder).slice(1, -1));
  const pattern = new RegExp(
    `(?<![\\w.-])(?:${hidden.map((folder) => RegExp.escape(folder)).join("|")})(?:[/\\\\]|(?![\\w.-]))`,
    "g",
  );
  return (value) => {
    const text = stringify(value);
    // The text is searched faster than the value can be walked through; hardly an answer has something to hide.
    if (!marks.some((mark) => text.includes(mark))) return text;
    const data: unknown = JSON.parse(text);
    const urls = new Map<string, string>();
    collectUrls(data, urls);
    return JSON.stringify(conceal(data, urls, pattern));
  };
}

/** Where the content of an artifact is read. */
function artifactUrl(id: string): string {
  return `/api/artifacts/${id}`;
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch {
    // Big integers, or what cannot be written at all: then it is said why.
    return stringifyOdd(value);
  }
}

/** Big integers become text, as everywhere in results. */
function stringifyOdd(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? String(item) : item)) ?? "null";
  } catch (cause) {
    const [reason = ""] = cause instanceof Error ? cause.message.split("\n", 1) : [String(cause)];
    throw new OperationFailedError(`The result cannot be written as JSON: ${reason}`, { cause });
  }
}

function collectUrls(value: unknown, urls: Map<string, string>): void {
  if (typeof value !== "object" || value === null) return;
  if (isArtifact(value)) urls.set(value.path, artifactUrl(value.id));
  for (const item of Object.values(value)) collectUrls(item, urls);
}

function conceal(value: unknown, urls: ReadonlyMap<string, string>, pattern: RegExp): unknown {
  if (typeof value === "string") return urls.get(value) ?? value.replace(pattern, "");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => conceal(item, urls, pattern));
  const entries = Object.entries(value).map(
    ([key, item]) => [key.replace(pattern, ""), conceal(item, urls, pattern)] as const,
  );
  const copy = Object.fromEntries(entries);
  if (!isArtifact(value)) return copy;
  const { path: _path, ...handle } = copy;
  return { ...handle, url: artifactUrl(value.id) };
}
