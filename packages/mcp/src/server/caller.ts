import type { ToolRule } from "@aiecs/core";

/** Who a request is from, as its credential says: never the request itself. */
export type McpCaller = {
  readonly userId: string | undefined;
  /** Which operations may be called. @default all */
  readonly allow?: ToolRule | undefined;
};
