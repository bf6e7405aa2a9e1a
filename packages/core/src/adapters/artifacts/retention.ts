import type { ArtifactStore } from "#contracts/artifact-store.ts";
import type { Clock } from "#contracts/clock.ts";
import type { Logger } from "#contracts/logger.ts";

export type RetentionOptions = {
  /** How long a task's artifacts are kept after its last one. */
  readonly hours: number;
  readonly clock: Clock;
  readonly logger: Logger;
};

const hourMs = 3_600_000;

/** A store that removes what is older than it has to keep, once an hour at most and only when something is written. */
export function withRetention(store: ArtifactStore, { hours, clock, logger }: RetentionOptions): ArtifactStore {
  let sweptMs = Number.NEGATIVE_INFINITY;
  const sweep = (): void => {
    const nowMs = clock.now();
    if (nowMs - sweptMs < hourMs) return;
    sweptMs = nowMs;
    store.sweep(new Date(nowMs - hours * hourMs)).catch((error: unknown) => {
      logger.warn({ error }, "Old artifacts could not be removed");
    });
  };
  return {
    reserve: (owner, name) => store.reserve(owner, name),
    find: (id) => store.find(id),
    describe: (id) => store.describe(id),
    list: (taskId) => store.list(taskId),
    read: (id, range) => store.read(id, range),
    remove: (taskId) => store.remove(taskId),
    sweep: (before) => store.sweep(before),
    write: (owner, artifact) => {
      sweep();
      return store.write(owner, artifact);
    },
    adopt: (owner, path, mediaType, outputPath) => {
      sweep();
      return store.adopt(owner, path, mediaType, outputPath);
    },
  };
}
