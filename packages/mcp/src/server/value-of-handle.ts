import { DslEvaluationError, NotFoundError, parsePath, ValidationError, valueAt } from "@aiecs/core";
import { formatBytes } from "./describe-value.ts";
import { parseHandle } from "./handle.ts";
import { isRecord } from "./json.ts";
import { stepOf } from "./kept-runs.ts";
import { readBytes } from "./read-artifact.ts";
import type { Session } from "./session.ts";
import { filesOf } from "./session-files.ts";

const maxBytes = 64 * 1024 * 1024;

/**
 * The value that a handle stands for, if it is the session's user's.
 *
 * @throws E001 for a malformed handle or a step without a result, E007 for a path that leads nowhere
 */
export async function valueOfHandle(session: Session, text: string): Promise<unknown> {
  const { taskId, step, path } = parseHandle(text);
  const root = text.slice(0, text.length - path.length);
  const kept = session.kept.find(taskId, session.userId);
  if (kept) return partOf(step === undefined ? kept.output : stepOf(kept, taskId, step).result, root, path);
  if (!session.tasks) throw noSuchTask(taskId);
  const shown = step === undefined ? await outputOf(session, taskId) : await stepResult(session, taskId, step);
  return partOf(isKeptAside(shown) ? await valueKeptAside(session, shown.$artifact) : shown, root, path);
}

function partOf(whole: unknown, root: string, path: string): unknown {
  try {
    return valueAt(whole, parsePath(path));
  } catch (error) {
    if (!(error instanceof DslEvaluationError)) throw error;
    throw new DslEvaluationError(`${root}${path} leads nowhere: ${error.message}`, { cause: error });
  }
}

/** What the task service shows in place of a large value. */
export function isKeptAside(value: unknown): value is { readonly $artifact: string } {
  return isRecord(value) && typeof value.$artifact === "string";
}

/** What was kept aside as data, read back; of any other artifact its handle. @throws NotFoundError, E001 for what is too large */
export async function valueKeptAside(session: Session, id: string): Promise<unknown> {
  const found = await filesOf(session).find(id);
  if (!found) throw new NotFoundError(`There is no artifact ${JSON.stringify(id)}`);
  const { name, path, media_type: mediaType, bytes, sha256 } = found;
  const decode = decoders.get(mediaType.split(";", 1).join());
  if (!decode) return { id, name, path, media_type: mediaType, bytes, sha256 };
  if (bytes > maxBytes) {
    throw new ValidationError(
      `Artifact ${name} is too large to hand on: expected at most ${formatBytes(maxBytes)}, it has ${formatBytes(bytes)}; refer to the step's result within one plan`,
    );
  }
  const text = (await readBytes(session.executor.artifacts, found)).toString("utf8");
  try {
    return decode(text);
  } catch (cause) {
    throw new ValidationError(`Artifact ${name} holds no ${mediaType}: ${String(cause)}`, { cause });
  }
}

const decoders: ReadonlyMap<string, (text: string) => unknown> = new Map([
  ["text/plain", (text: string): unknown => text],
  ["application/json", (text: string): unknown => JSON.parse(text)],
  ["application/x-ndjson", (text: string): unknown => JSON.parse(`[${text.trimEnd().replaceAll("\n", ",")}]`)],
]);

async function outputOf({ tasks }: Session, taskId: string): Promise<unknown> {
  const task = await tasks?.getTask(taskId);
  if (task?.status === "completed") return task.output;
  throw new ValidationError(
    `Task ${taskId} has no output: it is ${task?.status}; name a step, such as $task[${taskId}/0]`,
  );
}

async function stepResult({ tasks }: Session, taskId: string, step: number): Promise<unknown> {
  const history = await tasks?.getTaskHistory(taskId, { from: step, limit: 1 });
  const [found] = history?.steps ?? [];
  if (found?.index === step && found.completed) return found.result;
  const why = found?.index === step ? `it is ${found.status}` : "it has not ended, or there is none";
  throw new ValidationError(`Step ${step} of task ${taskId} has no result: ${why}`);
}

export function noSuchTask(id: string): NotFoundError {
  return new NotFoundError(`There is no task ${JSON.stringify(id)}, or its results are no longer kept; run it again`);
}
