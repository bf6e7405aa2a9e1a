import { isHandleText } from "./handle.ts";
import { isRecord } from "./json.ts";
import { isKeptAside } from "./value-of-handle.ts";

export type HandleMapping = {
  /** What stands in place of a handle. */
  whole(handle: string): unknown;
  /** What stands in place of one within a text, between double braces. @default such texts stay as they are */
  inText?(handle: string): string;
};

const maxDepth = 64;
const asideMark = "artifact:";
const inBraces = /\{\{\s*(\$task\[[^{}]*?)\s*\}\}/g;

/**
 * A value with something else in place of its handles: of texts such as `$task[call-x].rows`, of `{ "$artifact": id }`, and
 * of previews of tables, which name theirs.
 */
export function mapHandles(part: unknown, mapping: HandleMapping, depth = 0): unknown {
  const handle = handleIn(part);
  if (handle !== undefined) return mapping.whole(handle);
  const { inText } = mapping;
  if (typeof part === "string") {
    return inText && part.includes("{{") ? part.replaceAll(inBraces, (_, name: string) => inText(name)) : part;
  }
  if (typeof part !== "object" || part === null || depth >= maxDepth) return part;
  const inner = (item: unknown): unknown => mapHandles(item, mapping, depth + 1);
  if (Array.isArray(part)) return part.map(inner);
  return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, inner(item)]));
}

/** The artifact that a handle names; undefined when it is one of a task's results. */
export function artifactIn(handle: string): string | undefined {
  return handle.startsWith(asideMark) ? handle.slice(asideMark.length) : undefined;
}

function handleIn(part: unknown): string | undefined {
  if (isHandleText(part)) return part;
  if (isKeptAside(part)) return `${asideMark}${part.$artifact}`;
  return isRecord(part) && part.truncated === true && isHandleText(part.artifact) ? part.artifact : undefined;
}
