import type { Bucket } from "#bucket/open-bucket.ts";
import {
  type ArtifactRecord,
  contentKey,
  idOf,
  isArtifactId,
  parseRecord,
  recordKey,
  taskPart,
  toJsonBytes,
} from "./artifact-record.ts";
import { inParts } from "./in-parts.ts";

/** What is known of artifacts: an object for each, so that adding and removing one never touches another. */
export interface Records {
  add(record: ArtifactRecord): Promise<void>;
  find(id: string): Promise<ArtifactRecord | undefined>;
  /** Those of one task, in the order in which they were made. */
  list(taskId: string): Promise<readonly ArtifactRecord[]>;
  /** Those of some ids that are there, in the order in which they were made. */
  findAll(ids: readonly string[]): Promise<readonly ArtifactRecord[]>;
  /** Removes artifacts: first what is known of them, so that nobody finds one whose content is gone. */
  remove(ids: readonly string[]): Promise<void>;
}

export function createRecords(bucket: Bucket): Records {
  const find = async (id: string): Promise<ArtifactRecord | undefined> => {
    if (!isArtifactId(id)) return undefined;
    const bytes = await bucket.get(recordKey(id));
    const record = bytes && parseRecord(bytes);
    return record?.id === id ? record : undefined;
  };
  const findAll = async (ids: readonly string[]): Promise<readonly ArtifactRecord[]> => {
    const found = await inParts(ids, find);
    return found.filter((record) => record !== undefined).sort((a, b) => a.order - b.order);
  };
  return {
    find,
    findAll,
    add: (record) => bucket.put(recordKey(record.id), toJsonBytes(record)),

    async list(taskId) {
      const ids: string[] = [];
      for await (const { key } of bucket.list(recordKey(taskPart(taskId)))) ids.push(idOf(key));
      return (await findAll(ids)).filter((record) => record.taskId === taskId);
    },

    async remove(ids) {
      await inParts(ids, async (id) => {
        await bucket.remove(recordKey(id));
        await bucket.remove(contentKey(id));
      });
    },
  };
}
