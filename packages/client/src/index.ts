/** One client for AIECS, wherever it runs. */

export { Aiecs, type AiecsOptions } from "./aiecs.ts";
export type {
  AiecsClient,
  AnalyzeOptions,
  ArtifactFacts,
  ArtifactRead,
  RequestOptions,
  StreamOptions,
} from "./client/aiecs-client.ts";
export type { LocalOptions } from "./local/local-options.ts";
export type { ReconnectOptions, RemoteOptions } from "./remote/remote-options.ts";
