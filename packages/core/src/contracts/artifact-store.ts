/** A file that an operation made, passed by handle. Immutable. */
export type Artifact = {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly sha256: string;
};

/** An artifact as callers give it to an operation: those elsewhere do not see where it lies, and it is found by its id. */
export type ArtifactHandle = Omit<Artifact, "path"> & { readonly path?: string | undefined };

/** Whose an artifact is: it goes with its task, and only calls of its user find it. */
export type ArtifactOwner = { readonly taskId: string; readonly userId: string | undefined };

/** An artifact as the store knows it. */
export type StoredArtifact = Artifact & ArtifactOwner & { readonly createdAt: Date };

export type ArtifactContent = {
  /** File name within the task's folder, for example `sales.png`; made unique when taken. */
  readonly name: string;
  readonly mediaType: string;
  /** Parts are written as they come, so that large content need not be in memory. */
  readonly content: Uint8Array | string | AsyncIterable<Uint8Array>;
  /** Where a copy goes, checked against the allowed roots. */
  readonly outputPath?: string | undefined;
};

/** Part of a file, in bytes: `start` is the first, `end` the one after the last. */
export type ByteRange = { readonly start?: number; readonly end?: number };

/** What is known of an artifact, wherever its content is. */
export type ArtifactDescription = Omit<StoredArtifact, "path">;

/**
 * Keeps the files that operations make. Writing is atomic: a reader never meets half a file. Artifacts of equal content
 * are independent of each other; a store may keep that content once.
 */
export interface ArtifactStore {
  write(owner: ArtifactOwner, artifact: ArtifactContent): Promise<Artifact>;
  /** A free path in the task's folder, for libraries that write files themselves; `adopt` makes an artifact of it. */
  reserve(owner: ArtifactOwner, name: string): Promise<string>;
  adopt(owner: ArtifactOwner, path: string, mediaType: string, outputPath?: string): Promise<Artifact>;
  /**
   * The artifact of that id, whoever's it is, its content at `path` on this machine; undefined when there is none, or
   * its file was changed from outside.
   */
  find(id: string): Promise<StoredArtifact | undefined>;
  /** As `find`, for those who do not need the file: the content need not be brought here. */
  describe(id: string): Promise<ArtifactDescription | undefined>;
  /** A task's artifacts, in the order in which they were made. What others made may not be at its `path` here yet. */
  list(taskId: string): Promise<readonly StoredArtifact[]>;
  /** The content, part by part. @throws E001 when there is no such artifact */
  read(id: string, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Removes all artifacts of a task. */
  remove(taskId: string): Promise<void>;
  /** Removes the artifacts of tasks that made none since that moment; gives the tasks. */
  sweep(before: Date): Promise<readonly string[]>;
}

/** What an operation sees of the store: its own task's part, and what other tasks of its user made. */
export interface ArtifactAccess {
  write(artifact: ArtifactContent): Promise<Artifact>;
  reserve(name: string): Promise<string>;
  adopt(path: string, mediaType: string, outputPath?: string): Promise<Artifact>;
  /** An artifact of the same user; undefined when there is none of that id. */
  find(id: string): Promise<Artifact | undefined>;
}
