/** The remote client alone, for bundles that are to hold nothing else. */

export type {
  AiecsClient,
  AnalyzeOptions,
  ArtifactFacts,
  ArtifactRead,
  RequestOptions,
  StreamOptions,
} from "#client/aiecs-client.ts";
export { createRemoteClient } from "./create-remote-client.ts";
export type { ReconnectOptions, RemoteOptions } from "./remote-options.ts";
