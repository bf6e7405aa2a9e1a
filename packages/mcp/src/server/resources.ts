import { type ArtifactHandle, NotFoundError, taskKey, ValidationError } from "@aiecs/core";
import {
  type ListResourcesResult,
  type ListResourceTemplatesResult,
  type ReadResourceResult,
  ResourceNotFoundError,
} from "@modelcontextprotocol/server";
import { addressTemplates, artifactAddress, parseAddress } from "./addresses.ts";
import { formatBytes } from "./describe-value.ts";
import { toJson } from "./json.ts";
import { stepOf } from "./kept-runs.ts";
import { exportValue } from "./present-result.ts";
import { isTextType, readBytes } from "./read-artifact.ts";
import type { Session } from "./session.ts";
import { refuseArtifacts } from "./session-files.ts";

const maxTasks = 20;
const maxArtifacts = 200;

export const resourceTemplates: ListResourceTemplatesResult = {
  resourceTemplates: [
    { uriTemplate: addressTemplates.artifact, name: "artifact", description: "A file that an operation made." },
    {
      uriTemplate: addressTemplates.result,
      name: "result",
      description: "The result of a step, by the step's index or id.",
      mimeType: "application/json",
    },
  ],
};

/** The artifacts of the latest runs of the session's user. */
export async function listResources(session: Session): Promise<ListResourcesResult> {
  const { executor, userId, kept, tasks, readsArtifacts } = session;
  if (!readsArtifacts) return { resources: [] };
  const durable = tasks ? (await tasks.listTasks({ limit: maxTasks })).tasks.map(({ id }) => taskKey(id, userId)) : [];
  const found: ArtifactHandle[] = [];
  for (const taskId of [...kept.latest(userId, maxTasks), ...durable]) {
    for (const artifact of await executor.artifacts.list(taskId)) if (artifact.userId === userId) found.push(artifact);
    if (found.length >= maxArtifacts) break;
  }
  return {
    resources: found.slice(0, maxArtifacts).map(({ id, name, media_type: mimeType, bytes }) => {
      return { uri: artifactAddress(id), name, mimeType, size: bytes };
    }),
  };
}

/** @throws ResourceNotFoundError for what is not there or not the user's; E001 for what is too large to read in one piece */
export async function readResource(session: Session, uri: string): Promise<ReadResourceResult> {
  const address = parseAddress(uri);
  if (!address) throw new ResourceNotFoundError(uri);
  try {
    const contents =
      address.kind === "artifact"
        ? await readArtifact(session, uri, address.id)
        : await readStep(session, uri, address.taskId, address.step);
    return { contents: [contents] };
  } catch (error) {
    if (error instanceof NotFoundError) throw new ResourceNotFoundError(uri, error.message);
    throw error;
  }
}

type Contents = ReadResourceResult["contents"][number];

async function readArtifact(session: Session, uri: string, id: string): Promise<Contents> {
  refuseArtifacts(session);
  const artifact = await session.executor.artifacts.describe(id);
  if (!artifact || artifact.userId !== session.userId) throw new ResourceNotFoundError(uri);
  refuseLarge(session, artifact.bytes, `Artifact ${artifact.name}`, toJson({ artifact: id }));
  const bytes = await readBytes(session.executor.artifacts, artifact);
  const contents = { uri, mimeType: artifact.media_type };
  return isTextType(artifact)
    ? { ...contents, text: bytes.toString("utf8") }
    : { ...contents, blob: bytes.toString("base64") };
}

async function readStep(session: Session, uri: string, taskId: string, step: string): Promise<Contents> {
  const kept = session.kept.find(taskId, session.userId);
  const data = kept
    ? await exportValue(session, stepOf(kept, taskId, step).result, taskId)
    : await readDurableStep(session, uri, taskId, step);
  const text = toJson(data);
  refuseLarge(session, Buffer.byteLength(text), `The result of step ${step}`, toJson({ task: taskId, step }));
  return { uri, mimeType: "application/json", text };
}

async function readDurableStep(session: Session, uri: string, taskId: string, step: string): Promise<unknown> {
  if (!session.tasks) throw new ResourceNotFoundError(uri);
  const page = await session.tasks.readResult(taskId, /^-?\d+$/.test(step) ? Number(step) : step, { limit: 10_000 });
  if (page.next === null) return page.data;
  throw new ValidationError(
    `The result of step ${step} is too large to read in one piece: read it with read_result ${toJson({ task: taskId, step })}`,
  );
}

function refuseLarge({ limits }: Session, bytes: number, what: string, read: string): void {
  if (bytes <= limits.maxResourceBytes) return;
  throw new ValidationError(
    `${what} is too large to read in one piece: expected at most ${formatBytes(limits.maxResourceBytes)}, it has ${formatBytes(bytes)}; read parts with read_result ${read}`,
  );
}
