import type { ArtifactStore } from "#contracts/artifact-store.ts";
import { ValidationError } from "#contracts/errors.ts";
import type { ResultPage, ResultRead } from "#contracts/task.ts";
import type { TaskRecord } from "#contracts/task-store.ts";
import { type Check, findProblems, texts } from "#primitives/check-settings.ts";
import { type PageSource, readPage } from "./page-source.ts";
import { pageValue, parsePath, valueAt } from "./page-value.ts";
import { stepIndex } from "./step-index.ts";
import { parseStep } from "./stored-step.ts";
import { decodeValue, type StoredValue } from "./stored-value.ts";
import { refuse } from "./submit-options.ts";
import type { TaskParts } from "./task-parts.ts";
import { jsonLines, textLines } from "./text-source.ts";

const mostPerPage = 10_000;

const anyText: Check = (value) => (typeof value === "string" ? undefined : "a text");

const checks: { readonly [K in keyof Required<ResultRead>]: Check } = {
  path: anyText,
  offset: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : "a whole number of at least 0"),
  limit: (value) =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostPerPage
      ? undefined
      : `a whole number from 1 to ${mostPerPage}`,
  select: texts,
  grep: anyText,
};

/**
 * A page of a step's result, however large the whole.
 *
 * @throws E001 when the step has no result, or what is asked for makes no sense; E007 when the path leads nowhere
 */
export async function readResult(
  { store, executor }: TaskParts,
  record: TaskRecord,
  step: number | string,
  read: ResultRead = {},
): Promise<ResultPage> {
  refuse("Invalid read of a result", findProblems(read, checks, ""));
  const index = stepIndex(record.work.plan, step);
  const [found] = await store.steps(record.key, { from: index, limit: 1 });
  if (found?.index !== index || found.status !== "completed") {
    const why = found?.index === index ? `it is ${found.status}` : "it has not ended";
    throw new ValidationError(`Step ${index} of task ${JSON.stringify(record.id)} has no result: ${why}`);
  }
  return await pageStored(parseStep(found).result, read, artifactsOf(executor.artifacts, record.userId));
}

/** What is kept as a file of lines is read line by line; all else is small, or has to be read whole. */
async function pageStored(
  stored: StoredValue,
  read: ResultRead,
  artifacts: Pick<ArtifactStore, "find" | "read">,
): Promise<ResultPage> {
  const source = "artifact" in stored ? sourceOf(stored.artifact, artifacts) : undefined;
  if (!source || !("artifact" in stored)) return await pageValue(await decodeValue(stored, artifacts), read, artifacts);
  const path = parsePath(read.path);
  if (path.length === 0) return await readPage(source, read);
  const [position] = path;
  if (source.kind !== "items" || typeof position !== "number") {
    return await pageValue(await decodeValue(stored, artifacts), read, artifacts);
  }
  const offset = position < 0 ? position + (stored.artifact.size ?? 0) : position;
  for await (const item of offset < 0 ? [] : source.scan(offset)) {
    return await pageValue(valueAt([item], [0, ...path.slice(1)]), { ...read, path: "" }, artifacts);
  }
  return await pageValue(valueAt([], path), read, artifacts);
}

function sourceOf(
  { as, id, size }: Extract<StoredValue, { artifact: unknown }>["artifact"],
  artifacts: Pick<ArtifactStore, "read">,
): PageSource | undefined {
  if (as === "text") return textLines(artifacts, id);
  return as === "ndjson" ? jsonLines(artifacts, id, size) : undefined;
}

/** The store as a user sees it: an id that stands in a result may have come from anywhere. */
function artifactsOf(artifacts: ArtifactStore, userId: string | undefined): Pick<ArtifactStore, "find" | "read"> {
  return {
    async find(id) {
      const found = await artifacts.find(id);
      return found?.userId === userId ? found : undefined;
    },
    read: (id, range) => artifacts.read(id, range),
  };
}
