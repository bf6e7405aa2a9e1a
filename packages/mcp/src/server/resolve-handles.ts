import { ValidationError } from "@aiecs/core";
import { isHandleText } from "./handle.ts";
import { isRecord } from "./json.ts";
import type { Session } from "./session.ts";
import { isKeptAside, valueKeptAside, valueOfHandle } from "./value-of-handle.ts";

const maxDepth = 64;
const maxHandles = 100;

/**
 * Parameters with the values in place of handles: of texts such as `$task[call-x].rows`, of `{ "$artifact": id }`, and of
 * previews of tables, which name theirs. What holds none stays the object that it is.
 *
 * @throws E001, E007 or NotFoundError for a handle that stands for nothing of the session's user
 */
export async function resolveHandles(session: Session, params: unknown): Promise<unknown> {
  const handles: string[] = [];
  collect(params, handles, 0);
  if (handles.length === 0) return params;
  if (handles.length > maxHandles) {
    throw new ValidationError(`Expected at most ${maxHandles} handles in one call, received ${handles.length}`);
  }
  const values = new Map<string, unknown>();
  for (const handle of new Set(handles)) values.set(handle, await valueOf(session, handle));
  return replace(params, values, 0);
}

function valueOf(session: Session, handle: string): Promise<unknown> {
  return isHandleText(handle) ? valueOfHandle(session, handle) : valueKeptAside(session, handle.slice(asideMark.length));
}

const asideMark = "artifact:";

/** What names the value that a part of the parameters stands for; undefined when it stands for itself. */
function handleIn(part: unknown): string | undefined {
  if (isHandleText(part)) return part;
  if (isKeptAside(part)) return `${asideMark}${part.$artifact}`;
  return isRecord(part) && part.truncated === true && isHandleText(part.artifact) ? part.artifact : undefined;
}

function collect(part: unknown, found: string[], depth: number): void {
  const handle = handleIn(part);
  if (handle !== undefined) found.push(handle);
  else if (typeof part === "object" && part !== null && depth < maxDepth) {
    for (const item of Object.values(part)) collect(item, found, depth + 1);
  }
}

function replace(part: unknown, values: ReadonlyMap<string, unknown>, depth: number): unknown {
  const handle = handleIn(part);
  if (handle !== undefined) return values.get(handle);
  if (typeof part !== "object" || part === null || depth >= maxDepth) return part;
  if (Array.isArray(part)) return part.map((item) => replace(item, values, depth + 1));
  return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, replace(item, values, depth + 1)]));
}
