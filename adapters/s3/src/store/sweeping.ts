import type { Clock } from "@aiecs/core";
import type { Bucket, Listed } from "#bucket/open-bucket.ts";
import type { LocalCopies } from "#local/local-copies.ts";
import { type ArtifactRecord, contentKey, idOf, recordKey, taskPartOf } from "./artifact-record.ts";
import type { Records } from "./records.ts";

export type SweepingParts = {
  readonly bucket: Bucket;
  readonly records: Records;
  readonly local: LocalCopies;
  readonly clock: Clock;
};

/** So far the clock of the store may be from ours: what it says is only a hint where to look. */
const clockErrorMs = 3_600_000;
/** Content without a record for so long belongs to nobody: whoever wrote it died before it was known. */
const strayMs = 24 * 3_600_000;

/** Removes the artifacts of tasks that made none since a moment, and tells the tasks. What is written meanwhile stays. */
export async function* sweepTasks(parts: SweepingParts, beforeMs: number): AsyncGenerator<string> {
  for await (const group of groupsOf(parts.bucket.list(recordKey("")))) {
    if (group.some(({ modifiedMs }) => modifiedMs >= beforeMs + clockErrorMs)) continue;
    const found = await parts.records.findAll(group.map(({ key }) => idOf(key)));
    // Mostly one; two whose hashes begin alike share a group.
    for (const [taskId, own] of Map.groupBy(found, (record) => record.taskId)) {
      if (own.some(({ createdAt }) => createdAt.getTime() >= beforeMs)) continue;
      await removeArtifacts(parts, taskId, own);
      yield taskId;
    }
  }
}

/** Removes artifacts of one task, and nothing that was added since they were listed. */
export async function removeArtifacts(
  { records, local }: SweepingParts,
  taskId: string,
  found: readonly ArtifactRecord[],
): Promise<void> {
  const ids = found.map(({ id }) => id);
  await records.remove(ids);
  await local.remove(taskId, ids);
}

/** Removes content that nothing knows of, and what is left of uploads that broke off. */
export async function removeStrays({ bucket, clock }: SweepingParts): Promise<void> {
  const beforeMs = clock.now() - strayMs;
  const records = bucket.list(recordKey(""))[Symbol.asyncIterator]();
  let known = await records.next();
  // Both listings are in the order of the ids.
  for await (const { key, modifiedMs } of bucket.list(contentKey(""))) {
    while (!known.done && idOf(known.value.key) < idOf(key)) known = await records.next();
    const isKnown = !known.done && idOf(known.value.key) === idOf(key);
    if (!isKnown && modifiedMs < beforeMs) await bucket.remove(key);
  }
  await bucket.abortUploads(contentKey(""), beforeMs);
}

/** What is listed of one task after another: ids begin with their task's part. */
async function* groupsOf(listed: AsyncIterable<Listed>): AsyncGenerator<readonly Listed[]> {
  let group: Listed[] = [];
  for await (const entry of listed) {
    const [first] = group;
    if (first && taskPartOf(idOf(first.key)) !== taskPartOf(idOf(entry.key))) {
      yield group;
      group = [];
    }
    group.push(entry);
  }
  if (group.length > 0) yield group;
}
