import { randomUUID } from "node:crypto";
import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { StoredArtifact } from "#contracts/artifact-store.ts";
import { unlessMissing } from "#primitives/system-code.ts";

/** What is known of artifacts beside their content: a small file for each, found by its id, and a list for each task. */
export type ArtifactRecords = {
  add(artifact: StoredArtifact, taskFolder: string): Promise<void>;
  find(id: string): Promise<StoredArtifact | undefined>;
  /** Of one task, in order. */
  list(taskFolder: string): Promise<readonly StoredArtifact[]>;
  remove(taskFolder: string): Promise<void>;
};

const listName = ".artifacts";
const idPattern = /^[0-9a-f]{32}$/;

export function createArtifactRecords(folder: string): ArtifactRecords {
  const pathOf = (id: string): string => join(folder, id.slice(0, 2), `${id}.json`);

  const find = async (id: string): Promise<StoredArtifact | undefined> => {
    if (!idPattern.test(id)) return undefined;
    const text = await unlessMissing(readFile(pathOf(id), "utf8"));
    return text === undefined ? undefined : fromRecord(JSON.parse(text));
  };

  const list = async (taskFolder: string): Promise<readonly StoredArtifact[]> => {
    const text = await unlessMissing(readFile(join(taskFolder, listName), "utf8"));
    const found = await Promise.all([...new Set((text ?? "").split("\n"))].map(find));
    return found.filter((artifact) => artifact !== undefined);
  };

  return {
    find,
    list,

    async add(artifact, taskFolder) {
      const path = pathOf(artifact.id);
      const partial = `${path}.${randomUUID()}.partial`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await writeFile(partial, JSON.stringify(artifact));
        // First of all: a line that the disk had only half the room for is no id, and must not spoil the next one.
        await appendFile(join(taskFolder, listName), `\n${artifact.id}\n`);
        await rename(partial, path);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },

    async remove(taskFolder) {
      for (const { id } of await list(taskFolder)) await rm(pathOf(id), { force: true });
    },
  };
}

/** The record is our own: what is not of its form was spoiled, and is as good as gone. */
function fromRecord(value: unknown): StoredArtifact | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { id, name, path, media_type, bytes, sha256, taskId, userId, createdAt } = { ...emptyRecord, ...value };
  const texts = [id, name, path, media_type, sha256, createdAt];
  if (!texts.every((text) => typeof text === "string" && text !== "") || typeof bytes !== "number") return undefined;
  return Object.freeze({ id, name, path, media_type, bytes, sha256, taskId, userId, createdAt: new Date(createdAt) });
}

const emptyRecord: {
  readonly [K in keyof StoredArtifact]: StoredArtifact[K] extends Date ? string : StoredArtifact[K];
} = {
  id: "",
  name: "",
  path: "",
  media_type: "",
  bytes: Number.NaN,
  sha256: "",
  taskId: "",
  userId: undefined,
  createdAt: "",
};
