/** A file that an operation made, passed by handle. Immutable. */
export type Artifact = {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly sha256: string;
};

export type ArtifactContent = {
  /** File name within the task's folder, for example `sales.png`; made unique when taken. */
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array | string;
  /** Where a copy goes, checked against the allowed roots. */
  readonly outputPath?: string | undefined;
};

/** Keeps the files that operations make. Writing is atomic: a reader never meets half a file. */
export interface ArtifactStore {
  write(taskId: string, artifact: ArtifactContent): Promise<Artifact>;
  /** A free path in the task's folder, for libraries that write files themselves; `adopt` makes an artifact of it. */
  reserve(taskId: string, name: string): Promise<string>;
  adopt(taskId: string, path: string, mediaType: string, outputPath?: string): Promise<Artifact>;
}

/** What an operation sees of the store: its own task's part. */
export interface ArtifactWriter {
  write(artifact: ArtifactContent): Promise<Artifact>;
  reserve(name: string): Promise<string>;
  adopt(path: string, mediaType: string, outputPath?: string): Promise<Artifact>;
}
