import type { Tasks, ToolRule } from "@aiecs/core";

/** Who a request is from, as its credential says: never the request itself. */
export type McpCaller = {
  readonly userId: string | undefined;
  /** Which operations may be called. @default all */
  readonly allow?: ToolRule | undefined;
  /** Where the plans of the caller run durably. @default plans run here, and their results are kept in memory for a while */
  readonly tasks?: Tasks | undefined;
  /** Whether artifacts may be read by their ids. @default true */
  readonly readsArtifacts?: boolean | undefined;
};
