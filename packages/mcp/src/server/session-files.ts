import { type ArtifactStore, NotAllowedError } from "@aiecs/core";
import type { Session } from "./session.ts";

/** The artifacts of the session's user: whatever a value says, nobody's else are read. */
export function filesOf({ executor, userId }: Session): Pick<ArtifactStore, "find" | "read"> {
  const { artifacts } = executor;
  return {
    find: async (id) => {
      const found = await artifacts.find(id);
      return found?.userId === userId ? found : undefined;
    },
    read: (id, range) => artifacts.read(id, range),
  };
}

/** @throws NotAllowedError where the credential does not reach as far as reading artifacts by their ids */
export function refuseArtifacts({ readsArtifacts }: Session): void {
  if (!readsArtifacts) throw new NotAllowedError("Not allowed for this credential: reading artifacts by their ids");
}
