import type { ArtifactAccess, ArtifactOwner, ArtifactStore } from "#contracts/artifact-store.ts";

/** What one call sees of a store. */
export function artifactAccess(store: ArtifactStore, owner: ArtifactOwner): ArtifactAccess {
  return {
    write: (artifact) => store.write(owner, artifact),
    reserve: (name) => store.reserve(owner, name),
    adopt: (path, mediaType, outputPath) => store.adopt(owner, path, mediaType, outputPath),
    async find(id) {
      const found = await store.find(id);
      return found?.userId === owner.userId ? found : undefined;
    },
  };
}
